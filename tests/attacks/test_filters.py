"""Attacks by a filter: no list, no count and no question to the API tells what is not public."""

import pytest
from wagtail.models import Page, PageViewRestriction

from stories.models import CampaignStoryPage
from tests import factories
from tests.web.api import ask, missing
from tests.web.reading import read

pytestmark = pytest.mark.django_db

SECRET = "Hidden Creek"


def is_told(client):
    """Whether anything public knows of the place, or counts a story that stands there."""
    listed = SECRET in read(client, "/en/stories/").get_text()
    found = read(client, f"/en/stories/?place={SECRET}").select(".listing .card")
    refused = "place" in missing("pages/", type="campaign_story", place=SECRET)
    return listed or bool(found) or not refused


@pytest.fixture
def story():
    return factories.campaign_story(place="Riverton", region="")


def test_a_draft_s_place_neither_enters_a_list_nor_takes_the_story_out_of_it(client, story):
    factories.edit(story, place=SECRET, issues=["youth"], status="ongoing", start_year=1999)
    assert not is_told(client)
    assert len(read(client, "/en/stories/?place=Riverton&status=won&year=2018").select(".listing .card")) == 1
    assert ask("pages/", type="campaign_story", issue="youth")["items"] == []
    assert ask("pages/", type="campaign_story", year="1999")["items"] == []


def test_a_row_written_past_the_law_changes_no_list(client, story):
    CampaignStoryPage.objects.filter(pk=story.pk).update(place=SECRET, issues=["youth"])
    assert not is_told(client)
    assert ask("pages/", type="campaign_story", issue="youth")["items"] == []


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled", "taken_down"])
def test_a_story_that_is_not_public_is_counted_nowhere(client, story, state):
    factories.campaign_story(state=state, place=SECRET)
    assert not is_told(client)


@pytest.mark.usefixtures("spanish")
def test_an_expired_a_restricted_and_another_language_s_story_is_counted_nowhere(client, story):
    expired, kept = factories.campaign_story(place=SECRET), factories.campaign_story(place=SECRET)
    factories.publish(factories.campaign_story(place=f"{SECRET} two"), place="Riverton")
    Page.objects.filter(pk=expired.pk).update(expire_at="2020-01-01T00:00Z")
    PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.LOGIN)
    assert not is_told(client)
    factories.translated(factories.campaign_story(place="Milltown", region=""), state="in_review")
    assert "place" in missing("pages/", type="campaign_story", locale="es", place="Milltown [es]")
