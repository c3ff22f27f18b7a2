"""How far a page's words can be relied on in its language, and what comes where a language has none yet."""

import datetime

import pytest
from django.test import Client

from tests import factories
from tests.web.api import API, ask, problem_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def state(page):
    return ask(f"pages/{page.pk}/")["translation"]


def given(**params):
    """What a list gives: {(title, language, status)}."""
    items = ask("pages/", fields="title,lang,translation", limit=100, **params)["items"]
    return [(item["title"], item["lang"], item["translation"]["status"]) for item in items]


def test_a_translation_says_when_it_was_reviewed_and_when_its_source_went_out():
    story = factories.campaign_story()
    spanish = factories.translated(story)
    said = state(spanish)
    assert (said["status"], said["is_machine_translated"]) == ("current", False)
    assert said["source_updated_at"] == ask(f"pages/{story.pk}/")["updated_at"] == state(story)["source_updated_at"]
    assert datetime.datetime.fromisoformat(said["reviewed_at"]) == spanish.live_revision.approvals.get().created_at
    factories.publish(story, title="The jail, again")
    later = state(spanish)
    assert (later["status"], later["reviewed_at"]) == ("outdated", said["reviewed_at"])
    assert later["source_updated_at"] > said["source_updated_at"]
    story.unpublish()
    assert state(spanish)["source_updated_at"] is None


def test_a_list_falls_back_only_when_asked_and_says_what_is_missing():
    index = factories.story_index()
    first, second = factories.campaign_story(title="First"), factories.campaign_story(title="Second")
    spanish = factories.translated(second)
    factories.campaign_story(title="Nobody read this", state="draft")
    assert given(type="campaign_story", locale="es") == [(spanish.title, "es", "current")]
    # In the order of one language, whichever each page is in.
    both = [("First", "en", "missing"), (spanish.title, "es", "current")]
    assert given(type="campaign_story", locale="es", fallback="en") == both
    assert given(type="campaign_story", locale="es", fallback="en", child_of=index.pk) == both
    assert given(type="campaign_story", locale="es", fallback="es") == [(spanish.title, "es", "current")]
    assert ("First", "en", "missing") in given(search="first", locale="es", fallback="en")
    assert given(translation_of=first.translation_key, locale="es", fallback="en") == [("First", "en", "missing")]
    answer = Client().get(f"{API}pages/", {"type": "campaign_story", "locale": "es", "fallback": "en"})
    assert answer["Content-Language"] == "en, es"
    assert set(problem_with("pages/", fallback="en")) == {"fallback"}
    assert set(problem_with("pages/", locale="es", fallback="tlh")) == {"fallback"}


def test_one_page_falls_back_only_when_asked():
    story = factories.campaign_story(title="The jail that closed")
    draft = factories.translated(story, state="draft")
    other = factories.campaign_story()
    spanish = factories.translated(other)
    key = story.translation_key
    for path, params in [
        (f"pages/{story.pk}/", {"locale": "es"}),
        (f"pages/by-key/{key}/", {"locale": "es"}),
        ("pages/find/", {"path": f"/es/stories/{story.slug}/"}),
    ]:
        ask(path, 404, **params)
        page = ask(path, fallback="en", **params)
        assert (page["id"], page["lang"], page["translation"]["status"]) == (story.pk, "en", "missing")
        assert Client().get(f"{API}{path}", {**params, "fallback": "en"})["Content-Language"] == "en"
    assert ask(f"pages/{other.pk}/", locale="es")["id"] == spanish.pk
    assert ask(f"pages/by-key/{other.translation_key}/", locale="es", fallback="en")["id"] == spanish.pk
    assert ask(f"pages/by-key/{key}/", locale="en", fields="title")["title"] == story.title
    # What nobody approved has no id that anybody knows.
    ask(f"pages/{draft.pk}/", 404, locale="es", fallback="en")
    ask("pages/by-key/00000000-0000-4000-8000-000000000000/", 404, locale="en")
    ask("pages/by-key/no-key/", 404, locale="en")
    assert set(problem_with(f"pages/by-key/{key}/")) == {"locale"}
    assert set(problem_with(f"pages/{story.pk}/", fallback="en")) == {"fallback"}


def test_a_fallback_brings_nothing_back_that_was_taken_down():
    story = factories.campaign_story(title="The story at risk")
    spanish = factories.translated(story)
    factories.take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    ask(f"pages/{spanish.pk}/", 410, locale="es", fallback="en")
    ask(f"pages/by-key/{story.translation_key}/", 410, locale="es", fallback="en")
    ask("pages/find/", 410, path=f"/es/stories/{story.slug}/", fallback="en")
    assert given(type="campaign_story", locale="es", fallback="en") == []
