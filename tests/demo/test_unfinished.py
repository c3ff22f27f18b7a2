"""Work in progress: it waits for the right people, and the public sees none of it."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Page

from demo import scenes
from demo.scenes.content import words
from demo.scenes.people import CAST
from demo.scenes.registry import BY_MACHINE, SCENES, UNFINISHED
from demo.scenes.unfinished import CRITICAL, FOLLOWED, IN_REVIEW, LEFT_BEHIND, OUTDATED, REJECTED, UPDATED
from newsroom.translation.freshness import outdated_pages
from stories.partner_import.models import PartnerImport
from tests.demo.places import address, found

BY_NAME = {scene.name: scene for scene in SCENES}
HIDDEN = [
    *[(scene, lang) for scene in UNFINISHED for lang in ("en", *scene.languages)],
    *[(BY_NAME[name], lang) for names in (IN_REVIEW, REJECTED) for lang, name in names.items()],
    (BY_NAME[CRITICAL], LEFT_BEHIND),
]


@pytest.mark.parametrize(("scene", "lang"), HIDDEN, ids=[f"{scene.name}-{lang}" for scene, lang in HIDDEN])
def test_the_public_sees_nothing_of_what_is_not_finished(client, scene, lang):
    expected = 410 if scene.state == "taken_down" else 404
    assert client.get(address(scene, lang)).status_code == expected
    assert found(client, address(scene, lang)).status_code == expected


def test_no_list_and_no_search_of_the_public_names_what_is_not_finished(client):
    pages = Page.objects.filter(slug__in=[scene.name for scene in UNFINISHED])
    titles = {page.draft_title for page in pages}
    assert len(titles) == len(UNFINISHED) + 1  # One of them in Spanish too.
    for lang in ("en", "es"):
        answers = [
            client.get(f"/{lang}/").content.decode(),
            client.get(f"/{lang}/stories/").content.decode(),
            client.get("/api/v1/pages/", {"locale": lang, "limit": 100}).content.decode(),
        ]
        assert [title for title in titles for answer in answers if title in answer] == []


def test_a_translation_is_outdated_where_its_source_was_approved_anew_and_still_shows_what_was_approved(client):
    slugs = set(outdated_pages("es").values_list("slug", flat=True))
    assert slugs == {OUTDATED, UPDATED}
    for name in (OUTDATED, UPDATED):
        document = found(client, address(BY_NAME[name], "es")).json()
        assert document["summary"] == words(BY_NAME[name], "es")["summary"]


def test_a_safety_critical_page_is_read_in_the_language_that_followed_it_only(client):
    scene = BY_NAME[CRITICAL]
    assert "contesta de día y de noche" in client.get(address(scene, FOLLOWED)).content.decode()
    assert set(outdated_pages(LEFT_BEHIND).values_list("slug", flat=True)) == {CRITICAL}


def test_a_machines_words_are_labelled_where_they_are(client):
    for name, lang in BY_MACHINE:
        document = found(client, address(BY_NAME[name], lang)).json()
        assert document["translation"]["is_machine_translated"]


WAITING = {
    "writer": "Newark: the grandmother who counted vans",
    "editor": "Spring gathering: bring a dish and a question",
    "translator-es": "Texas: dos movimientos, una cocina",
    "reviewer-es": "Las herramientas de cuatro campañas se pueden copiar libremente",
    "translator-ar": "شاركوا الوصفة",
    "reviewer-ar": "أدوات أربع حملات متاحة للنسخ بلا مقابل",
    "translator-zh": "What we are walking toward",
    "reviewer-zh": "长桌开设四种语言的编辑部",
    "consent-keeper": "Sparrow",
    "duty-editor": "Portland: the night kitchen",
    "administrator": "A list of 9 rows, not created yet",
}


@pytest.mark.parametrize("username", [part.username for part in CAST])
def test_whoever_signs_in_finds_on_the_first_page_what_concerns_them(client, username):
    client.force_login(get_user_model().objects.get(username=username))
    assert WAITING[username] in client.get("/admin/").content.decode()


def test_search_finds_the_demo_from_its_first_minute_on(client):
    assert "Chicago" in client.get("/en/search/", {"q": "database"}).content.decode()


def test_a_list_of_partners_waits_with_what_has_to_be_decided():
    waiting = PartnerImport.objects.waiting().get()
    assert waiting.rows.count() == 9


def test_everybody_who_is_printed_can_sign_in_with_the_password_that_is_printed(client, demo_password):
    people = scenes.people()
    assert [person.name for person in people] == [part.username for part in CAST]
    assert all(client.login(username=person.name, password=person.password) for person in people)
    assert all(person.role and person.task for person in people)


def test_without_a_password_of_its_own_the_demo_makes_no_people(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(ImproperlyConfigured, match="DEMO_PASSWORD"):
        scenes.seed(print)
