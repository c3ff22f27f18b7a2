"""Results are narrowed by kind and by place, with plain links that say how many pages they leave."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import PageViewRestriction

from newsroom.consent.take_down import take_down
from tests import factories as f
from tests.published import Way
from tests.search.corpus import NO_TASKS, write
from tests.web.api import ask, missing, problem_with

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lit(django_db_setup: None, django_db_blocker: Any):
    """Five public pages about lanterns, and one of each kind of page that is not public: written once."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(TASKS=NO_TASKS):
            pages = list(_light())
        yield pages
        transaction.set_rollback(True)


def _light():
    name = {"title": "A lantern", "summary": "Lanterns."}
    yield f.campaign_story(**name, place="Chicago", region="Illinois")
    yield f.campaign_story(**name, place="CHICAGO", region="")
    announcement = f.announcement(**name, dateline_place="Tucson")
    yield announcement
    yield f.partner(**name, places="Chicago, Tucson")
    yield f.commitment(**name)
    for state in ("draft", "in_review", "rejected", "scheduled", "taken_down"):
        f.campaign_story(state, title="A hidden lantern", place="Nowhere", region="")
    restricted = f.campaign_story(title="A restricted lantern", place="Nowhere", region="")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    f.edit(announcement, dateline_place="Nowhere")
    call_command("update_index", verbosity=0)


@pytest.fixture
def lanterns(lit, db):
    return lit


def look(client, query: str) -> tuple[list[str], list[str], list[str]]:
    """What the page finds (types), what it can be narrowed by, and the filters in use: links with their words."""
    response = client.get(f"/en/search/{query}")
    soup = BeautifulSoup(response.content, "html.parser")
    words = [
        [re.sub(r"\s+", " ", link.get_text()).strip() for link in soup.select(f"{at} li a")]
        for at in (".filters details", ".chips")
    ]
    found = [result.card.type for result in response.context["results"]]
    return sorted(found), words[0], words[1]


def follow(client, query: str, word: str) -> str:
    """The address behind the link with this word."""
    soup = BeautifulSoup(client.get(f"/en/search/{query}").content, "html.parser")
    (link,) = (link for link in soup.select(".filters li a") if word in link.get_text())
    return link["href"]


def test_each_link_leaves_what_it_says_and_can_be_taken_back(client, lanterns):
    found, links, chosen = look(client, "?q=lantern")
    assert found == ["announcement", "campaign_story", "campaign_story", "commitment", "partner"]
    assert links == [
        "Campaign stories 2", "Announcements 1", "Commitments 1", "Partners 1", "Chicago 3", "Tucson 2", "Illinois 1",
    ]  # fmt: skip
    assert chosen == []

    in_chicago = follow(client, "?q=lantern", "Chicago")
    assert in_chicago == "?q=lantern&place=Chicago"
    found, links, chosen = look(client, in_chicago)
    assert found == ["campaign_story", "campaign_story", "partner"]
    assert links == ["Campaign stories 2", "Partners 1"]
    assert chosen == ["Remove: Chicago"]

    partners = follow(client, in_chicago, "Partners")
    assert partners == "?q=lantern&type=partner&place=Chicago"
    found, links, chosen = look(client, partners)
    assert (found, links) == (["partner"], [])
    assert chosen == ["Remove: Partners", "Remove: Chicago"]
    assert follow(client, partners, "Partners") == in_chicago


def test_case_and_accents_of_a_place_do_not_matter_and_what_is_typed_is_never_markup(client, lanterns):
    assert look(client, "?q=lantern&place=chícago&type=campaign_story")[0] == ["campaign_story", "campaign_story"]
    found, _, chosen = look(client, "?q=lantern&place=<b>Atlantis</b>")
    assert (found, chosen) == ([], ["Remove: <b>Atlantis</b>"])
    assert look(client, "?q=lantern&type=nonsense") == look(client, "?q=lantern")
    assert look(client, "?q=lantern&type=about&place=%00")[0] == []


def test_the_filters_are_kept_from_one_page_of_results_to_the_next(client, lanterns, monkeypatch):
    monkeypatch.setattr("search.views.PER_PAGE", 1)
    page = BeautifulSoup(client.get("/en/search/?q=lantern&place=Tucson").content, "html.parser")
    assert page.select_one(".pages a[rel=next]")["href"] == "?q=lantern&place=Tucson&page=2"


def test_more_matches_than_are_looked_at_are_narrowed_before_they_are_ranked(client, lanterns, monkeypatch):
    monkeypatch.setattr("search.queries.CANDIDATES", 2)
    monkeypatch.setattr("search.finding.CANDIDATES", 2)
    for name in ("commitment", "partner", "announcement"):
        assert look(client, f"?q=lantern&type={name}")[0] == [name]


def test_the_api_says_what_a_search_can_be_narrowed_by_and_narrows_by_it(lanterns):
    answer = ask("pages/", search="lantern", locale="en", fields="title")
    assert answer["facets"]["place"] == [
        {"value": "Chicago", "count": 3}, {"value": "Tucson", "count": 2}, {"value": "Illinois", "count": 1},
    ]  # fmt: skip
    assert answer["facets"]["type"][0] == {"value": "campaign_story", "count": 2}
    answer = ask("pages/", search="lantern", type="partner", place="tucson", limit=1)
    assert [item["type"] for item in answer["items"]] == ["partner"]
    assert answer["facets"] == {
        "type": [{"value": "announcement", "count": 1}, {"value": "partner", "count": 1}],
        "place": [{"value": "Chicago", "count": 1}, {"value": "Tucson", "count": 1}],
    }
    everywhere = ask("pages/", place="Chicago")
    assert everywhere["meta"]["total_count"] == 3
    assert everywhere["facets"] is None


def test_a_narrowed_search_is_answered_the_same_without_django(lanterns):
    way, question = Way(), "/api/v1/search/?locale=en&q=lantern"
    way.get(question)  # Which makes what is shown of each page.
    narrowed = ["type=campaign_story", "place=Chicago", "place=ch%C3%ADcago&type=partner", "type=partner&limit=1"]
    narrowed += ["place=CHICAGO&limit=1&offset=1", "type=commitment&place=Tucson", "place=Atlantis", "type=about"]
    refused = ["type=lamp", "type=", "place=", f"place={'x' * 201}", "place=a%00b", "type=about&type=partner"]
    for number, each in enumerate([*narrowed, *refused]):
        expected = way.django_only(f"{question}&{each}")
        way.cold = 0
        answer = way.get(f"{question}&{each}")
        assert (answer.status_code, answer.content) == (expected.status_code, expected.content), each
        assert answer.get("Link") == expected.get("Link"), each
        assert (answer.status_code, way.cold) == ((200, 0) if number < len(narrowed) else (400, 1)), each


def test_a_place_that_no_public_page_names_is_a_404_with_one_sentence(lanterns):
    for place in ("Nowhere", "Atlantis"):
        said = missing("pages/", place=place, search="lantern")
        assert said == {"place": f"No public page names a place '{place}'."}
    assert list(problem_with("pages/", type="lamp")) == ["type"]
    assert missing("pages/", search="lantern", type="commitment", place="Tucson") == {
        "place": "No public page of type commitment names a place 'Tucson'."
    }


def test_who_typed_nothing_or_found_nothing_is_offered_places_and_the_newest_news_and_nothing_hidden(client, lanterns):
    take_down(f.campaign_story(title="A buried lantern", place="Nowhere"), f.duty_editor(), "Somebody is at risk.")
    write("es", "Una linterna", "Una linterna en la puerta.")
    for query in ("", "?q=zeppelin", "?q=a"):
        response = client.get(f"/en/search/{query}")
        offered = response.context["suggestions"]
        assert offered.places == ["Chicago", "Tucson", "Illinois"]
        assert [card.type for card in offered.newest] == ["announcement", "campaign_story", "campaign_story"]
        page = response.content.decode()
        assert '<a href="?q=Tucson"><bdi>Tucson</bdi></a>' in page
        assert f'href="{offered.newest[0].url}"' in page
        assert "Nowhere" not in page
        assert "hidden lantern" not in page
    assert "suggestions" not in client.get("/en/search/?q=lantern").context
