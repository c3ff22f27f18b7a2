"""Attacks on the search that answers without Django: what is not public is in none of its answers."""

from __future__ import annotations

import json
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from wagtail.models import Revision

from newsroom.web.models import PublishedDocument
from stories.models import CampaignStoryPage
from tests import factories as f
from tests.published import Way
from tests.search.corpus import NO_TASKS
from tests.web.test_published_documents import ROADS

WORDS = "zeppelin harbour"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stories(django_db_setup, django_db_blocker):
    """A story that goes, and one with the same words that stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        goes = f.campaign_story(title="The zeppelin in the harbour", place="Riverton")
        stays = f.about(title="A harbour with no zeppelin")
        yield goes, stays
        transaction.set_rollback(True)


@pytest.fixture
def story(stories):
    return CampaignStoryPage.objects.get(pk=stories[0].pk)


@pytest.fixture
def other(stories):
    return stories[1]


def address(words: str, code: str = "en") -> str:
    return f"/api/v1/search/?q={quote(words)}&locale={code}"


def warm(words: str = WORDS, code: str = "en") -> Way:
    """A way on which this question was answered without Django just now."""
    way = Way()
    way.get(address(words, code))
    way.cold = 0
    assert way.get(address(words, code)).status_code == 200
    assert way.cold == 0
    return way


def found(way: Way, words: str = WORDS, code: str = "en") -> set[int]:
    answer = way.get(address(words, code))
    assert answer.status_code == 200
    assert answer.content == way.django_only(address(words, code)).content
    return {item["card"]["id"] for item in json.loads(answer.content)["items"]}


@contextmanager
def without_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('session_replication_role', 'replica', true)")
        yield
        cursor.execute("SELECT set_config('session_replication_role', 'origin', true)")


@pytest.mark.parametrize("road", ROADS)
def test_a_page_that_goes_by_any_road_is_gone_from_the_next_question_on(road, story, other):
    way = warm()
    assert found(way) == {story.pk, other.pk}
    ROADS[road](story)
    assert found(way) == {other.pk}
    assert way.cold == 0, "what is left is found without Django"
    said = way.get(address(WORDS)).content.decode()
    assert story.slug not in said
    assert "Riverton" not in said


@pytest.mark.parametrize("road", sorted(set(ROADS) - {"deleted"}))
def test_it_is_gone_even_where_somebody_switched_the_triggers_off(road, story, other):
    way = warm()
    with without_triggers():
        ROADS[road](story)
    assert found(way) == {other.pk}


def test_no_word_of_a_draft_is_found_nor_shown(story, other):
    way = warm()
    f.edit(story, title="The zeppelin is ours", summary="Unapproved dirigible.")
    f.submit(story)
    f.campaign_story("draft", title="Zeppelin harbour draft")
    f.campaign_story("in_review", title="Zeppelin harbour review")
    assert found(way) == {story.pk, other.pk}
    assert "ours" not in way.get(address(WORDS)).content.decode()
    assert found(way, "unapproved dirigible") == set()


def test_a_translation_is_found_once_it_is_approved_and_while_it_is_not_dangerous(story, other):
    raid = f.campaign_story(title="What to do in a zeppelin raid", hide_when_outdated=True)
    for page in (f.home(), f.story_index()):
        f.translated(page, "es")
    spanish, unseen = f.translated(raid, "es"), f.translated(story, "es", state="in_review")
    way = warm("zeppelin", "es")
    assert found(way, "zeppelin", "es") == {spanish.pk}
    f.decide(unseen, "approve", f.reviewer("es"))
    way = warm("zeppelin", "es")
    assert found(way, "zeppelin", "es") == {spanish.pk, unseen.pk}
    assert found(way, "zeppelin") == {raid.pk, story.pk, other.pk}
    f.publish(raid, summary="Do not open the door.")
    assert found(way, "zeppelin", "es") == {unseen.pk}


def test_what_an_earlier_version_said_is_not_shown_while_the_index_is_behind(story, settings):
    settings.TASKS = NO_TASKS
    way = warm()
    f.publish(story, title="The airship in the harbour", place="Springfield")
    assert story.pk in found(way)
    said = way.get(address(WORDS)).content.decode()
    assert "The airship" in said
    assert "Riverton" not in said
    assert "The zeppelin" not in said


def test_what_somebody_takes_out_of_a_revision_by_hand_is_not_shown(story):
    way = warm()
    with transaction.atomic(), without_triggers():  # As in a transaction of its own.
        revision = Revision.objects.get(pk=story.live_revision_id)
        revision.content["title"] = "The [name removed] in the harbour"
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    assert story.pk in found(way)
    said = way.get(address(WORDS)).content.decode()
    assert "name removed" in said
    assert "The zeppelin" not in said


def test_a_page_that_moved_is_shown_where_it_is(story):
    way = warm()
    CampaignStoryPage.objects.filter(pk=story.pk).update(url_path=story.url_path.replace(story.slug, "elsewhere"))
    assert story.pk in found(way)
    assert "/en/stories/elsewhere/" in way.get(address(WORDS)).content.decode()


def test_no_search_is_kept_and_what_is_taken_down_is_in_no_table(story, django_capture_on_commit_callbacks):
    warm()
    assert not PublishedDocument.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        ROADS["taken down"](story)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_publicwords WHERE parts LIKE '%%The zeppelin%%'")
        assert cursor.fetchone() == (0,)
