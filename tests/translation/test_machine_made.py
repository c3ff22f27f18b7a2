"""Readers are told where a machine had a hand in what they read: in the version that was approved, not in any draft."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation

from newsroom.translation.submissions import submit
from tests import factories
from tests.web.reading import read, squeeze

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

TOLD = "Partes de esta página fueron traducidas por una máquina y leídas por una persona."


MARK = "El pasaje anterior fue traducido por una máquina, entero o en parte, y leído por una persona."


@pytest.fixture(autouse=True)
def machine(settings):
    """wagtail-localize's own translator for tests: it turns the words of a text round."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }


@pytest.fixture(scope="module")
def started_scenery(scenery, spanish_scenery):
    return scenery(
        lambda: {"es": factories.started(factories.commitment(title="Listen first"), "es")}, upon=spanish_scenery
    )


@pytest.fixture
def translation(started_scenery, spanish):
    """A page whose texts a machine translated, through the button of the translation editor."""
    started = started_scenery.put_up()["es"]
    translator = Client()
    translator.force_login(factories.translator("es"))
    translator.post(reverse("wagtail_localize:machine_translate", args=[started.pk]))
    assert {made.translation_type for made in StringTranslation.objects.all()} == {"machine"}
    return started


def approve(translation):
    submit(translation.pk, factories.translator("es"))
    return factories.decide(translation.get_target_instance(), "approve", factories.reviewer("es"))


def save_by_hand(translation, path):
    """Save a text in the translation editor, as somebody does who has read it."""
    segment = StringSegment.objects.get(source=translation.source, context__path=path)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    client = Client()
    client.force_login(factories.translator("es"))
    answer = client.put(address, "value=De+mi+mano", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def told(page):
    """Whether readers are told, which the page and the API have to say alike."""
    html = Client().get(page.url).content.decode()
    as_json = Client().get(f"/api/v1/pages/{page.pk}/").json()["translation"]
    by_machine = as_json["is_machine_translated"]
    assert by_machine == (as_json["status"] == "machine") == (TOLD in html) == (MARK in html)
    assert by_machine == bool(as_json["machine_translated"])
    return as_json["is_machine_translated"]


def test_what_a_machine_translated_says_so_in_its_own_language(translation):
    page = approve(translation)
    assert told(page)
    assert page.live_revision.submission.machine_made == ["statement", "title"]


def test_a_text_that_somebody_saved_is_theirs_and_one_that_nobody_did_stays_the_machines(translation):
    save_by_hand(translation, "title")
    page = approve(translation)
    assert told(page)
    assert page.live_revision.submission.machine_made == ["statement"]


def test_each_passage_of_a_machine_is_marked_right_after_it_and_named_in_the_api():
    factories.translated(factories.home())
    text, _heading, quote, figure, *_rest = factories.every_block()
    translation = factories.started(factories.campaign_story(body=[text, quote, figure]), "es")
    factories.translate_strings(translation)
    paths = _paths(translation)
    words = next(path for path in paths if path.startswith("body.") and path.count(".") == 1)
    by_machine = [words, next(path for path in paths if path.endswith(".attribution")), "people"]
    StringTranslation.objects.filter(context__path__in=by_machine).update(translation_type="machine")
    page = approve(translation)
    document = Client().get(f"/api/v1/pages/{page.pk}/").json()
    passages = [{"field": "body", "block": path.split(".")[1]} for path in by_machine[:2]]
    assert sorted(document["translation"]["machine_translated"], key=str) == sorted(
        [*passages, {"field": "people", "block": None}], key=str
    )
    marks = read(Client(), page.url).select(".by-machine")
    before = [mark.find_previous_sibling() for mark in marks]
    assert [each["class"][0] if each.name != "div" else "prose" for each in before] == ["facts", "prose", "quote"]
    assert {squeeze(mark.text) for mark in marks} == {MARK}
    # A feed has them too.
    assert Client().get("/es/feed.atom").content.decode().count(MARK) == 3


def _paths(translation):
    segments = StringSegment.objects.filter(source=translation.source).order_by("order")
    return list(segments.values_list("context__path", flat=True))


def test_what_people_translated_says_nothing_and_neither_does_its_source(translation):
    for path in ("title", "statement"):
        save_by_hand(translation, path)
    assert not told(approve(translation))
    assert {item["translation"]["status"] for item in Client().get("/api/v1/pages/").json()["items"]} == {"current"}


def test_the_approved_version_is_what_counts_and_no_draft_after_it(translation):
    page = approve(translation)
    for path in ("title", "statement"):
        save_by_hand(translation, path)
    assert told(page), "readers still get the machine's words"
    StringTranslation.objects.update(translation_type="manual")
    assert told(page), "what the editor says now is not what was approved"
    assert not told(approve(translation))


def test_a_draft_by_machine_says_nothing_of_the_approved_version(translation):
    for path in ("title", "statement"):
        save_by_hand(translation, path)
    page = approve(translation)
    StringTranslation.objects.update(translation_type="machine")
    assert not told(page)
