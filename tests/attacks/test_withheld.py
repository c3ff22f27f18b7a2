"""Attack: somebody of the newsroom reads what a taken-down page said, by any address of the admin. What must happen:
403, with the reason of the take-down, for everybody who does not keep the consents."""

import pytest
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation

from newsroom.authoring.withheld import OPEN_TO_ALL
from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import take_down
from newsroom.translation.boundary import PAGE_NUMBERS
from tests import factories
from tests.consent.keepers import keeper
from tests.review.admin import Desk
from tests.translation.test_boundary import ABOUT_THE_SOURCE, addresses, filled, is_about_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

SECRET, REASON = "She slept in the cellar of number nine", "Somebody in it is at risk."
ROUTES = sorted(
    {route for route, namespaces in addresses() if route.startswith("admin/") and is_about_pages(route, namespaces)}
)


@pytest.fixture
def taken_down():
    """A story in two languages, with a history in both, taken down; and the numbers that addresses call it by."""
    english = factories.campaign_story(
        title="The house with the blue door", body=[("text", f"<p>{SECRET}.</p>")], summary=SECRET
    )
    spanish = factories.translated(english, "es", state="in_review")
    factories.edit(english, summary=f"{SECRET}, again")
    type(english).objects.get(pk=english.pk).create_alias(update_slug="the-same-house")
    translation = Translation.objects.get(source__object_id=english.translation_key, target_locale=spanish.locale)
    take_down(english, factories.duty_editor(), REASON)
    english = type(english).objects.get(pk=english.pk)
    texts = {
        "app_label": "wagtailcore", "model_name": "page", "content_type_app_name": "stories",
        "content_type_model_name": "campaignstorypage", "action_name": "approve", "mode": "x", "task_state_id": 1,
        "translation_id": translation.pk, "translation_source_id": translation.source_id,
        "revision_id": english.latest_revision_id, "string_segment_id": translation.source.stringsegment_set.first().pk,
        "overridable_segment_id": 1,
        "pk": english.pk, "object_id": english.pk,
    }  # fmt: skip
    return english, texts | dict.fromkeys(PAGE_NUMBERS, english.pk)


def test_no_address_of_the_admin_shows_its_words_to_anybody_else(taken_down):
    page, numbers = taken_down
    everything = factories.person(
        "Writers", "Editors", "Duty editors", "Administrators", "Translators (es)", "Reviewers (es)", username="all"
    )
    client, refused, opened = Client(), 0, set()
    client.force_login(everything)
    assert len(ROUTES) > 50
    for route in ROUTES:
        address = filled(route, numbers)
        name = resolve(address).view_name
        for method in ("get", "post"):
            if name in OPEN_TO_ALL:
                opened.add(name)
                if method == "get":
                    answer = client.get(address, follow=True)
                    assert SECRET not in answer.content.decode(), address
                continue
            answer = getattr(client, method)(address, headers={"accept": "application/json"})
            assert answer.status_code == 403, f"{method} {address}"
            assert SECRET not in answer.content.decode(), address
            refused += 1
    assert refused > 80
    assert opened <= OPEN_TO_ALL
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert REASON in history
    assert reverse("newsroom_receipt", args=[TakeDown.objects.get().pk]) in history
    # An alias, which has its words and a key of its own.
    alias = Page.objects.get(alias_of=page)
    for name in ("edit", "history", "view_draft", "copy"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[alias.pk])).status_code == 403
    # A version of it under the number of another page.
    other = factories.partner()
    for name in ("revisions_view", "revisions_revert"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[other.pk, page.latest_revision_id])
        assert client.get(address).status_code == 403
    assert len(ABOUT_THE_SOURCE) == 3


def test_it_is_found_by_no_search_and_no_list_of_the_admin(taken_down):
    page, _numbers = taken_down
    desk = Desk(factories.person("Editors", "Duty editors", "Administrators", username="all"))
    factories.partner(title="A cellar for the blue door")
    searches = (
        reverse("wagtailadmin_pages:search") + "?q=",
        reverse("wagtailadmin_choose_page_search") + "?q=",
        "/admin/api/main/pages/?fields=*&search=",
    )
    for address in searches:
        found = desk.client.get(f"{address}blue+door").content.decode()
        assert "A cellar for the blue door" in found, "The search finds nothing at all."
        assert page.title not in found and SECRET not in found, address
    for address in (
        *(f"{address}cellar" for address in searches),
        f"/admin/api/main/pages/?fields=*&child_of={page.get_parent().pk}",
        f"/admin/api/main/pages/{page.pk}/?fields=*",
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtail_localize:translations_report"),
        reverse("newsroom_taken_down"),
        reverse("newsroom_receipt", args=[TakeDown.objects.get().pk]),
    ):
        answer = desk.client.get(address)
        assert SECRET not in answer.content.decode(), address


def test_whoever_keeps_the_consents_reads_every_version_and_the_log_says_so(taken_down):
    page, _numbers = taken_down
    desk = Desk(keeper())
    html = desk.read("newsroom_receipt", TakeDown.objects.get().pk)
    address = reverse("newsroom_withheld", args=[page.live_revision_id or page.latest_revision_id])
    assert address in html
    answer = desk.client.get(address)
    assert SECRET in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PageLogEntry.objects.filter(page_id=page.pk, action="newsroom.read_withheld", user=desk.person).exists()
    for who in (factories.duty_editor, factories.editor, factories.administrator):
        assert SECRET not in Desk(who()).client.get(address, follow=True).content.decode()
    other = factories.partner()
    assert desk.client.get(reverse("newsroom_withheld", args=[other.latest_revision_id])).status_code != 200


def test_lifted_it_is_open_again_to_those_who_edit_it(taken_down):
    page, _numbers = taken_down
    writer = Desk(factories.writer())
    assert writer.get("wagtailadmin_pages:edit", page.pk).status_code == 403
    Desk(factories.duty_editor()).post("newsroom_lift_take_down", TakeDown.objects.get().pk)
    assert SECRET in writer.read("wagtailadmin_pages:edit", page.pk)
    assert Page.objects.filter(pk=page.pk, live=False).exists()
