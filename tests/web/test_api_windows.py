"""Paging by cursor, and the whole pages behind cards."""

import re

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stories.models import CampaignStoryPage
from tests import factories
from tests.web.api import API, ask, problem_with

pytestmark = pytest.mark.django_db


def walk(meanwhile=None, back=False, **question):
    """The titles of all windows of two, following cursors; `meanwhile` happens after the first."""
    name = "previous_cursor" if back else "next_cursor"
    answer = ask("pages/", limit=2, fields="title", **question)
    question.pop("cursor", None)
    windows = [[item["title"] for item in answer["items"]]]
    while answer["meta"][name]:
        if meanwhile and len(windows) == 1:
            meanwhile()
        answer = ask("pages/", limit=2, fields="title", cursor=answer["meta"][name], **question)
        assert answer["meta"]["offset"] is None
        windows.append([item["title"] for item in answer["items"]])
        assert len(windows) < 9
    return windows


@pytest.fixture(scope="session")
def partners_scenery(scenery):
    return scenery(lambda: {title: factories.partner(title=title) for title in TREES})


@pytest.fixture
def partners(partners_scenery, db):
    return list(partners_scenery.put_up().values())


TREES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")
IN_ORDER = [["Alder", "Birch"], ["Cedar", "Dogwood"], ["Elm"]]


def test_cursors_walk_through_a_list_in_every_order_there_and_back(partners):
    for order in ("tree", "title", "published_at", "updated_at"):
        assert walk(type="partner", order=order) == IN_ORDER
        if order != "tree":
            assert walk(type="partner", order=f"-{order}") == [["Elm", "Dogwood"], ["Cedar", "Birch"], ["Alder"]]
        last = ask("pages/", type="partner", order=order, limit=2, offset=4)["meta"]
        assert last["next_cursor"] is None
        there = walk(type="partner", order=order, cursor=last["previous_cursor"], back=True)
        assert there == [["Cedar", "Dogwood"], ["Alder", "Birch"]]


def test_a_cursor_stays_right_while_pages_come_and_go(partners):
    def meanwhile():
        factories.partner(title="Acacia")
        partners[0].unpublish()
        partners[1].unpublish()  # The very page at which the window ended.

    assert walk(meanwhile, type="partner", order="title") == IN_ORDER


def test_titles_that_are_the_same_come_once_each():
    made = {factories.partner(title="Neighbours").pk for _ in range(3)}
    answer = ask("pages/", type="partner", order="-title", limit=2)
    rest = ask("pages/", type="partner", order="-title", limit=2, cursor=answer["meta"]["next_cursor"])
    assert sorted(page["id"] for page in [*answer["items"], *rest["items"]]) == sorted(made)


def test_what_a_search_found_is_walked_through_too(partners):
    found = walk(search="neighbours", type="partner", locale="en")
    assert sorted(title for window in found for title in window) == sorted(
        title for window in IN_ORDER for title in window
    )
    assert walk(search="neighbours", type="partner", order="title") == IN_ORDER


def test_a_page_without_a_date_has_its_place(partners):
    type(partners[0]).objects.filter(title="Cedar").update(first_published_at=None)
    assert walk(type="partner", order="published_at") == [["Cedar", "Alder"], ["Birch", "Dogwood"], ["Elm"]]


def test_a_cursor_that_is_not_of_this_question_is_refused(partners):
    cursor = ask("pages/", type="partner", limit=1)["meta"]["next_cursor"]
    forged = Signer(salt="another").sign_object(["", 0, [1]])
    for params in [
        {"cursor": cursor, "type": "home"},
        {"cursor": cursor[:-1] + ("a" if cursor[-1] != "a" else "b"), "type": "partner"},
        {"cursor": forged, "type": "partner"},
        {"cursor": "é:\u0660", "type": "partner"},
        {"cursor": cursor, "type": "partner", "offset": 0},
    ]:
        assert set(problem_with("pages/", **params)) == {"cursor"}
    assert ask("pages/", type="partner", limit=3, fields="title", cursor=cursor)["items"][0]["title"] == "Birch"


def test_headers_lead_on_by_cursor_and_to_those_who_count_by_offset(partners):
    def links(path):
        answer = Client().get(path)
        assert "Link" in answer["Access-Control-Expose-Headers"]
        return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.get("Link", ""))}

    first = links(f"{API}pages/?type=partner&limit=2")
    assert list(first) == ["next"]
    second = links(first["next"])
    assert [page["title"] for page in Client().get(second["next"]).json()["items"]] == ["Elm"]
    assert [page["title"] for page in Client().get(second["prev"]).json()["items"]] == ["Alder", "Birch"]
    counted = links(f"{API}pages/?type=partner&limit=2&offset=2")
    assert (counted["next"][-8:], counted["prev"][-8:]) == ("offset=4", "offset=0")
    assert links(f"{API}pages/?type=partner&limit=5&offset=0") == links(f"{API}pages/?type=vision") == {}


# What is behind cards


@pytest.fixture(scope="session")
def story_scenery(scenery):
    def make():
        other = factories.campaign_story(title="Another story")
        ally = factories.partner(title="An ally", campaigns=[("page", other)])
        draft = factories.partner(title="A draft", state="draft")
        return {"story": factories.campaign_story(title="The story", partners=[("page", ally), ("page", draft)])}

    return scenery(make)


@pytest.fixture
def story(story_scenery, db):
    """A story with a partner who names another story, and a partner of whom nothing was approved."""
    return story_scenery.put_up()["story"]


def behind(path, /, **params):
    return [page["title"] for page in ask(path, **params)["included"]]


def test_whole_pages_behind_cards_come_when_asked_for(story):
    one = f"pages/{story.pk}/"
    assert behind(one, include="partners") == ["An ally"]
    assert behind(one, include="partners.campaigns") == ["An ally", "Another story"]
    assert ask(one, include="partners", fields="title")["page"] == {
        "id": story.pk, "type": "campaign_story", "title": "The story",
    }  # fmt: skip
    (ally,) = ask(one, include="partners")["included"]
    assert ally == ask(f"pages/{ally['id']}/")
    listed = {"type": "campaign_story", "order": "title"}
    assert behind("pages/", include="partners,related.partners", **listed)[0] == "An ally"
    assert behind("pages/", **listed) == []
    assert behind("pages/find/", path=f"/en/stories/{story.slug}/", include="partners") == ["An ally"]


def test_what_cannot_be_included_is_named(story):
    for include, params in [
        ("title", {}),
        ("partners.campaigns.partners", {}),
        ("", {}),
        ("partners.", {}),
        ("commitments", {"type": "partner"}),
    ]:
        assert "campaigns" in problem_with("pages/", include=include, **params)["include"]
    assert "commitments" in problem_with(f"pages/{story.pk}/", include="campaigns")["include"]
    assert "place" in problem_with(f"pages/{story.pk}/", fields="kind")["fields"]


def test_what_is_included_is_bounded(story, monkeypatch):
    monkeypatch.setattr("newsroom.web.api.including.MAX_INCLUDED", 1)
    assert behind(f"pages/{story.pk}/", include="partners.campaigns") == ["An ally"]


def test_what_is_included_costs_no_more_with_more_of_it(story):
    def cost():
        paths = f"{API}pages/?limit=100&type=campaign_story&include=partners.campaigns,related.partners"
        Client().get(paths)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(paths).status_code == 200
        return len(queries)

    before = cost()
    for _ in range(2):
        ally = factories.partner(campaigns=[("page", story)])
        factories.campaign_story(partners=[("page", ally)])
    assert cost() == before <= 40
    CampaignStoryPage.objects.get(pk=story.pk).unpublish()
    assert cost() <= 40
