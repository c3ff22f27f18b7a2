"""Who works in one language gets a real 403 in every other one, at every address that names a page of it."""

import re

import pytest
from django.urls import URLPattern, get_resolver
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, Translation

from newsroom.translation.boundary import PAGE_NUMBERS
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

ADMIN = "admin/"
# Numbers of other things. A new one belongs here, or to the numbers that the boundary looks at.
OTHER_NUMBERS = {
    "action_name", "app_label", "content_type_app_name", "content_type_model_name", "model_name", "mode", "revision_id",
    "revision_id_a", "revision_id_b", "task_state_id", "task_id", "workflow_state_id", "string_segment_id",
    "overridable_segment_id", "session_id", "action", "workflow_pk",
}  # fmt: skip
# Asking for a translation names the source page; reading it again names the source. Choosers show every language.
ABOUT_THE_SOURCE = ("localize/submit/page/", "localize/update/", "choose-page/")


def addresses(patterns=None, prefix="", namespaces=()):
    """Every address of the site as (route, namespaces)."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield route, namespaces
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, route, inner)


def numbers_in(route):
    return set(re.findall(r"<(?:\w+:)?(\w+)>", route))


def is_about_pages(route, namespaces):
    numbers = numbers_in(route)
    if set(PAGE_NUMBERS) & numbers or numbers & {"translation_id", "translation_source_id"}:
        return True
    return "pk" in numbers and namespaces[:1] in [("wagtailadmin_pages",), ("wagtailadmin_api",)] and "pages" in route


ROUTES = sorted(
    {
        (route, namespaces)
        for route, namespaces in addresses()
        if route.startswith(ADMIN) and is_about_pages(route, namespaces)
        and not any(part in route for part in ABOUT_THE_SOURCE)
    }
)  # fmt: skip


def filled(route, numbers):
    """An address from its route: every number replaced by the one of its name."""
    route = route.rstrip("$").replace(r"\Z", "")
    route = re.sub(r"\(\?P<revision_id_[ab]>[^)]*\)", "live", route).replace(r"\.", ".")
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: str(numbers.get(match.group(1), 1)), route)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(numbers.get(match.group(1), 1)), route)


@pytest.fixture(scope="module")
def arabic_story_scenery(scenery, spanish_scenery):
    return scenery(
        lambda: {"ar": factories.translated(factories.campaign_story(), "ar", state="in_review")}, upon=spanish_scenery
    )


@pytest.fixture
def arabic(arabic_story_scenery, spanish):
    """A translation into Arabic, and the numbers that addresses call it by."""
    page = arabic_story_scenery.put_up()["ar"]
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    source = Page.objects.get(translation_key=page.translation_key, locale__language_code="en")
    texts = {
        "app_label": "wagtailcore", "model_name": "page", "content_type_app_name": "stories",
        "content_type_model_name": "campaignstorypage", "action_name": "approve", "mode": "x",
        "translation_id": translation.pk, "translation_source_id": translation.source_id,
        "task_state_id": page.current_workflow_task_state.pk, "revision_id": page.latest_revision_id,
        "string_segment_id": translation.source.stringsegment_set.first().pk, "source_page": source.pk,
        "overridable_segment_id": OverridableSegment.objects.filter(source=translation.source).first().pk,
        "pk": page.pk, "object_id": page.pk,
    }  # fmt: skip
    return texts | dict.fromkeys(PAGE_NUMBERS, page.pk)


def test_every_address_that_names_a_page_answers_403_in_another_language(client, arabic):
    assert len(ROUTES) > 50
    client.force_login(factories.translator("es"))
    for method in ("get", "post", "put", "delete"):
        for route, _namespaces in ROUTES:
            address = filled(route, arabic)
            assert getattr(client, method)(address).status_code == 403, f"{method} {address}"


def test_the_programs_of_the_editor_are_told_why_in_json(client, arabic):
    client.force_login(factories.reviewer("es"))
    address = filled("admin/localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/", arabic)
    answer = client.put(address, {"value": "x"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
    assert answer.json()["detail"] == "This page belongs to a language that is not yours."


def test_bulk_actions_and_editing_sessions_name_pages_too(client, arabic):
    client.force_login(factories.translator("es"))
    bulk = client.get(f"/admin/bulk/wagtailcore/page/delete/?id={arabic['pk']}")
    ping = client.post(f"/admin/editing-sessions/ping/wagtailcore/page/{arabic['pk']}/1/")
    assert (bulk.status_code, ping.status_code) == (403, 403)


def test_the_same_addresses_are_open_to_the_language_s_own_people(client, arabic):
    for who in (factories.translator, factories.reviewer):
        client.force_login(who("ar"))
        assert client.get(f"/admin/pages/{arabic['pk']}/edit/").status_code == 200
        assert client.get(f"/admin/pages/{arabic['pk']}/history/").status_code == 200


def test_writers_stay_out_of_translations_and_translators_out_of_the_source(client, arabic):
    client.force_login(factories.writer())
    assert client.get(f"/admin/pages/{arabic['pk']}/edit/").status_code == 403
    client.force_login(factories.translator("ar"))
    assert client.get(f"/admin/pages/{arabic['source_page']}/edit/").status_code == 403


def test_who_works_in_every_language_enters_every_language_and_who_is_not_signed_in_signs_in(client, arabic):
    for who in (factories.administrator, factories.superuser, factories.duty_editor):
        client.force_login(who())
        assert client.get(f"/admin/pages/{arabic['pk']}/history/").status_code in (200, 302)
    client.logout()
    answer = client.get(f"/admin/pages/{arabic['pk']}/edit/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")


def test_asking_for_a_translation_is_open_but_only_into_one_s_own_languages(client, arabic):
    factories.language("es")
    page = factories.commitment()
    client.force_login(factories.translator("es"))
    address = f"/admin/localize/submit/page/{page.pk}/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"locales": [factories.language("ar").pk]})
    assert "Choose languages that are yours to translate." in refused.content.decode()
    assert not Page.objects.filter(translation_key=page.translation_key, locale__language_code="ar").exists()


def test_every_number_in_an_address_is_known_to_be_a_page_or_not():
    """A new address of Wagtail's or wagtail-localize's that names pages by another word fails here."""
    localize = {route for route, namespaces in addresses() if "localize/" in route or "pages/" in route}
    for route in localize:
        if route.startswith(ADMIN) and "api/" not in route:
            unknown = numbers_in(route) - OTHER_NUMBERS - set(PAGE_NUMBERS)
            assert unknown <= {"translation_id", "translation_source_id", "pk"}, route
