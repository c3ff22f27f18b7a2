"""A Duty editor takes a page down: one page, one reason, every language at once."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from newsroom.authoring.visible import visible_pages
from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import page_taken_down
from newsroom.translation import roles
from tests import factories
from tests.consent.keepers import keeper
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

REASON = "Somebody in it is at risk."
LABEL = "Take down…"


@pytest.fixture
def duty():
    return Desk(factories.duty_editor())


def in_spanish(page):
    """The same page in Spanish, public, by a shorter way than the translation editor's."""
    spanish, _ = Locale.objects.get_or_create(language_code="es")
    copy = page.copy_for_translation(spanish, copy_parents=True)
    copy = type(page).objects.get(pk=copy.pk)
    factories.edit(copy, title="Vecinas y vecinos")
    factories.submit(copy)
    return factories.decide(copy, "approve", by=factories.person(roles.reviewers("es"), username="rosa"))


def is_public(page):
    return visible_pages().filter(pk=page.pk).exists()


def take_down(desk, page, reason=REASON):
    return desk.post("newsroom_take_down", page.pk, reason=reason)


def test_one_page_says_what_will_happen_and_one_reason_makes_it_so_in_every_language(duty):
    english = factories.partner(title="Neighbours")
    spanish = in_spanish(english)
    html = duty.read("newsroom_take_down", english.pk)
    assert "English" in html
    assert "Español" in html
    assert "Vecinas y vecinos" in html
    assert "needs a new review" in html
    answer = take_down(duty, english)
    assert "taken down in every language" in said(answer)
    assert not is_public(english)
    assert not is_public(spanish)


@pytest.mark.parametrize("found_in", ["en", "es"])
def test_it_does_not_matter_in_which_language_the_page_was_found(duty, found_in):
    english = factories.partner()
    pages = {"en": english, "es": in_spanish(english)}
    take_down(duty, pages[found_in])
    assert not any(is_public(page) for page in pages.values())


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_happens_and_the_form_says_what_is_missing(duty, reason):
    page = factories.partner()
    answer = take_down(duty, page, reason)
    assert "Write down why the page is taken down." in answer.content.decode()
    assert is_public(page)


@pytest.mark.parametrize("who", [factories.writer, factories.editor, factories.administrator])
def test_nobody_else_is_offered_it_or_can_post_it(who):
    page, desk = factories.partner(), Desk(who())
    assert LABEL not in desk.read("wagtailadmin_explore", page.get_parent().pk)
    assert LABEL not in desk.read("wagtailadmin_pages:edit", page.pk)
    assert desk.get("newsroom_take_down", page.pk).status_code == 302
    take_down(desk, page)
    assert is_public(page)


def test_it_is_one_click_from_the_list_of_pages_and_from_the_page_s_own_screen(duty):
    page = factories.partner()
    link = reverse("newsroom_take_down", args=[page.pk])
    assert link in duty.read("wagtailadmin_explore", page.get_parent().pk)
    assert link in duty.read("wagtailadmin_explore", page.pk)


def test_it_is_in_the_editor_s_menu_of_somebody_who_may_edit_too():
    person = factories.person("Duty editors", "Editors", username="both")
    page = factories.partner()
    html = Desk(person).read("wagtailadmin_pages:edit", page.pk)
    assert html.count(reverse("newsroom_take_down", args=[page.pk])) >= 2


def test_the_history_says_who_and_why_and_the_editor_s_screen_too(duty):
    page = factories.partner()
    take_down(duty, page)
    writer = Desk(factories.writer())
    history = writer.read("wagtailadmin_pages:history", page.pk)
    assert "Taken down in every language" in history
    assert REASON in history
    assert REASON in writer.read("wagtailadmin_pages:edit", page.pk)


def test_each_language_has_it_in_its_own_history(duty):
    english = factories.partner()
    spanish = in_spanish(english)
    take_down(duty, english)
    for page in (english, spanish):
        assert REASON in duty.read("wagtailadmin_pages:history", page.pk)


def test_the_report_says_who_when_and_why_and_offers_to_lift_it(duty):
    page = factories.partner(title="Neighbours")
    take_down(duty, page)
    html = duty.read("newsroom_taken_down")
    record = TakeDown.objects.get()
    assert "Neighbours" in html
    assert REASON in html
    assert factories.duty_editor().username in html
    assert reverse("newsroom_lift_take_down", args=[record.pk]) in html
    table = duty.client.get(reverse("newsroom_taken_down"), {"export": "csv"})
    assert REASON in b"".join(table.streaming_content).decode()


def test_from_the_report_an_address_leads_to_the_page_that_asks_for_the_reason(duty):
    page = factories.partner()
    assert reverse("newsroom_find_to_take_down") in duty.read("newsroom_taken_down")
    for address in (f"https://example.org{page.get_url()}?from=mail#top", page.get_url().rstrip("/")):
        answer = duty.post("newsroom_find_to_take_down", address=address)
        assert answer.url == reverse("newsroom_take_down", args=[page.pk])
    for address in ("", "https://example.org/", "/en/nothing/", "http://[x"):
        assert duty.post("newsroom_find_to_take_down", address=address).status_code == 200
    assert Desk(factories.editor()).get("newsroom_find_to_take_down").status_code == 302


def test_who_finds_an_alias_takes_down_what_it_is_an_alias_of(duty):
    page = factories.partner()
    alias = page.create_alias(update_slug="the-same")
    take_down(duty, alias)
    assert TakeDown.objects.in_force().of(page).exists()
    assert not is_public(page)


def test_no_cell_of_the_report_is_a_formula(duty):
    take_down(duty, factories.partner(title="=cmd()"), "+1")
    table = duty.client.get(reverse("newsroom_taken_down"), {"export": "csv"})
    assert "'=cmd(),'+1" in b"".join(table.streaming_content).decode()


def test_lifting_brings_nothing_back_by_itself(duty):
    page = factories.partner()
    take_down(duty, page)
    record = TakeDown.objects.get()
    assert "Nothing comes back by itself" in duty.read("newsroom_lift_take_down", record.pk)
    assert "comes back after a new review" in said(duty.post("newsroom_lift_take_down", record.pk))
    assert not is_public(page)
    assert "Lifted by" in duty.read("newsroom_taken_down")
    page.refresh_from_db()
    assert not page.live


def test_a_lifted_page_comes_back_by_a_new_review_only(duty):
    page = factories.partner()
    take_down(duty, page)
    duty.post("newsroom_lift_take_down", TakeDown.objects.get().pk)
    Desk(factories.writer()).submit(page, title="Without the name")
    assert not is_public(page)
    Desk(factories.editor()).decide(page, "approve")
    assert is_public(page)


def test_while_it_is_in_force_an_approval_is_refused_in_a_sentence():
    page = factories.partner(state="in_review")
    TakeDown.objects.create(translation_key=page.translation_key, title=page.title, reason=REASON)
    assert Desk(factories.editor()).decide(page, "approve").status_code == 403
    answer = Desk(keeper("Editors")).decide(page, "approve")
    assert "Lift the take-down first" in said(answer)
    assert not is_public(page)


def test_a_review_under_way_ends(duty):
    page = factories.partner()
    factories.edit(page, title="New words")
    factories.submit(page)
    take_down(duty, page)
    assert not type(page).objects.get(pk=page.pk).workflow_in_progress


@pytest.mark.parametrize("who", [factories.writer, factories.editor, factories.administrator])
def test_only_a_duty_editor_lifts_it(duty, who):
    page = factories.partner()
    take_down(duty, page)
    Desk(who()).post("newsroom_lift_take_down", TakeDown.objects.get().pk)
    assert TakeDown.objects.in_force().exists()


def test_a_second_take_down_leads_to_the_report(duty):
    page = factories.partner()
    take_down(duty, page)
    assert "taken down already" in duty.read("newsroom_take_down", page.pk)
    take_down(duty, page, "Another reason")
    assert TakeDown.objects.get().reason == REASON


def test_a_page_may_be_taken_down_again_after_it_came_back(duty):
    page = factories.partner()
    take_down(duty, page)
    duty.post("newsroom_lift_take_down", TakeDown.objects.get().pk)
    factories.publish(page, title="Back")
    take_down(duty, page, "Again")
    assert not is_public(page)
    assert TakeDown.objects.count() == 2


def test_a_translation_made_later_is_covered(duty):
    page = factories.partner()
    take_down(duty, page)
    spanish, _ = Locale.objects.get_or_create(language_code="es")
    copy = page.copy_for_translation(spanish, copy_parents=True)
    factories.edit(copy, title="Vecinas")
    assert not is_public(copy)
    assert TakeDown.objects.in_force().of(copy).exists()


def test_what_else_has_to_be_purged_hangs_on_one_signal_and_can_undo_it_all(duty):
    page, heard = factories.partner(), []

    def listen(take_down, pages, **kwargs):
        heard.append((take_down.reason, [each.pk for each in pages]))

    page_taken_down.connect(listen)
    try:
        take_down(duty, page)
    finally:
        page_taken_down.disconnect(listen)
    assert heard == [(REASON, [page.pk])]


def test_the_record_outlives_the_account_of_who_took_it_down(duty):
    take_down(duty, factories.partner())
    factories.duty_editor().delete()
    assert TakeDown.objects.get().reason == REASON


def test_the_pages_below_it_stay_and_the_screen_says_so(duty):
    child = factories.partner()
    html = duty.read("newsroom_take_down", child.get_parent().pk)
    assert "The pages below it stay public." in html
    take_down(duty, child.get_parent())
    assert is_public(child)
