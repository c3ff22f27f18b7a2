"""What a story shows without naming it: the commitments and announcements that name it, and stories like it."""

from __future__ import annotations

import datetime

import pytest
from wagtail.models import PageViewRestriction

from commitments.models import CommitmentPage
from stories.models import SharedTrait
from tests import factories
from tests.web.api import ask
from tests.web.reading import read

pytestmark = pytest.mark.django_db


def near(page):
    """The titles of what stands near a page, in JSON."""
    document = ask(f"pages/{page.pk}/")
    return {name: [card["title"] for card in document[name]] for name in ("commitments", "announcements", "related")}


def test_a_story_shows_what_names_it_and_up_to_three_stories_like_it(client):
    def story(title, place, region, *issues):
        return factories.campaign_story(title=title, place=place, region=region, issues=list(issues), body=[], won=[])

    subject = story("Subject", "Riverton", "Lake County", "jails", "courts")
    story("Same place", "Riverton", "", "youth")
    story("Same region", "Milltown", "Lake County")
    story("One issue", "Harbor", "", "jails")
    story("Two issues", "Harbor", "", "courts", "jails")
    story("Nothing in common", "Harbor", "", "records")
    assert near(subject)["related"] == ["Same place", "Two issues", "Same region"]
    chosen = [("page", subject)]
    for title, order in (("Second", 2), ("First", 1)):
        factories.commitment(title=title, order=order, campaigns=chosen)
    factories.commitment(title="Of another", campaigns=[])
    for title, day in (("Old", 1), ("New", 2)):
        factories.announcement(title=title, dateline_date=datetime.date(2026, 3, day), campaigns=chosen)
    found = near(subject)
    assert (found["commitments"], found["announcements"]) == (["First", "Second"], ["New", "Old"])
    soup = read(client, subject.url)
    assert [link.text for link in soup.select(".card h3 a")] == [
        "First", "Second", "New", "Old", "Same place", "Two issues", "Same region",
    ]  # fmt: skip
    everything = client.get("/en/feed.atom").content.decode()
    assert "Same region" in everything and "More stories like this" not in everything


@pytest.mark.usefixtures("spanish")
def test_in_another_language_a_story_shows_its_own_relations_and_falls_back_for_what_names_it():
    subject, other = factories.campaign_story(title="Subject"), factories.campaign_story(title="Other")
    promise = factories.commitment(title="Promise", campaigns=[("page", subject)])
    spanish = factories.translated(subject)
    assert near(spanish) == {"commitments": ["Promise"], "announcements": [], "related": []}
    factories.translated(promise), factories.translated(other, state="in_review")
    assert near(spanish) == {"commitments": ["Promise [es]"], "announcements": [], "related": []}


def test_attack_what_is_not_public_stands_near_nothing():
    subject = factories.campaign_story(title="Subject", place="Riverton", issues=[])
    chosen = [("page", subject)]
    for state in ("draft", "in_review", "taken_down"):
        factories.campaign_story(state=state)
        factories.commitment(state=state, campaigns=chosen)
        factories.announcement(state=state, campaigns=chosen)
    private = factories.campaign_story(title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    promise = factories.commitment(title="Silent", campaigns=[])
    factories.edit(promise, campaigns=chosen)
    CommitmentPage.objects.filter(pk=promise.pk).update(campaigns=f'[{{"type": "page", "value": {subject.pk}}}]')
    elsewhere = factories.campaign_story(place="Milltown", region="", issues=[])
    factories.edit(elsewhere, place="Riverton")
    assert near(subject) == {"commitments": [], "announcements": [], "related": []}


def test_a_place_is_found_among_several_whatever_comma_parts_them():
    subject = factories.campaign_story(title="Subject", place="Riverton, Milltown", region="", issues=[])
    factories.campaign_story(title="Fullwidth", place="Harbor，Milltown", region="", issues=[])
    factories.campaign_story(title="Arabic", place="Riverton، Harbor", region="", issues=[])
    factories.campaign_story(title="Longer name", place="North Riverton", region="", issues=[])
    assert near(subject)["related"] == ["Arabic", "Fullwidth"]


def test_a_story_that_comes_to_share_a_place_is_near_and_one_that_is_deleted_is_not():
    subject = factories.campaign_story(title="Subject", place="Riverton", region="", issues=[])
    other = factories.campaign_story(title="Other", place="Milltown", region="", issues=[])
    assert near(subject)["related"] == []
    factories.publish(other, place="Riverton")
    assert near(subject)["related"] == ["Other"]
    factories.publish(other, place="Harbor", region="", issues=[])
    assert near(subject)["related"] == []
    factories.publish(other, place="Riverton")
    other.delete()
    assert near(subject)["related"] == [] and not SharedTrait.objects.filter(page_id=other.pk).exists()
