"""Stories and partners are found by place, issue, year, status and language: by plain links, and in the API alike."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone

from newsroom.authoring import listing
from stories.models import indexes
from tests import factories
from tests.web.api import ask, missing, problem_with
from tests.web.reading import read, squeeze

pytestmark = pytest.mark.django_db


def shown(client, url="/en/stories/", **query):
    """The titles in a list, in its order."""
    soup = read(client, f"{url}?{urlencode(query)}" if query else url)
    return [link.text for link in soup.select(".listing h3 a")]


def offered(soup, name):
    """What a filter offers: {words: (number of pages, address)}."""
    for details in soup.select("nav.filters details"):
        if squeeze(details.summary.text) == name:
            links = details.select("li a")
            return {link.bdi.text: (int(link.small.text), link["href"]) for link in links}
    return {}


def titles(**query):
    pages = ask("pages/", type="campaign_story", fields="title", order="-published_at", **query)
    assert pages["meta"]["total_count"] == len(pages["items"])
    return [item["title"] for item in pages["items"]]


@pytest.fixture(scope="module")
def stories(django_db_setup, django_db_blocker):
    """Built once for all tests, which leave it as it is."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield three_stories()
        transaction.set_rollback(True)


def three_stories():
    """Three stories: two of one state, two about jails, two won, one that goes on."""
    fields = {
        "Lanterns": {"place": "Riverton", "region": "Lake County", "issues": ["jails", "courts"], "status": "won"},
        "Kitchens": {"place": "Milltown", "region": "Lake County", "issues": ["jails"], "status": "won"},
        "Bridges": {"place": "Harbor, Milltown", "region": "", "issues": ["records"], "status": "ongoing"},
    }
    years = {"Lanterns": (2018, 2021), "Kitchens": (2003, 2004), "Bridges": (2020, None)}
    made = {}
    for title, values in fields.items():
        start, end = years[title]
        made[title] = factories.campaign_story(
            title=title, start_year=start, end_year=end, people="", won=[], body=[], **values
        )
    return made


def test_of_too_many_places_those_of_most_stories_are_offered_and_the_search_for_the_rest(client, stories, monkeypatch):
    places = {"Harbor": 1, "Lake County": 2, "Milltown": 2, "Riverton": 1}
    soup = read(client, "/en/stories/")
    assert {place: number for place, (number, _) in offered(soup, "Place").items()} == places
    assert not soup.select("nav.filters p a")
    monkeypatch.setattr(listing, "MOST_OPTIONS", 3)
    soup = read(client, "/en/stories/?x=1")
    assert list(offered(soup, "Place")) == ["Harbor", "Lake County", "Milltown"]
    first, *_ = soup.select("nav.filters details")
    assert [link["href"] for link in first.select("p a")] == ["/en/search/"]


CASES = [
    ({}, ["Bridges", "Kitchens", "Lanterns"]),
    ({"place": "Lake County"}, ["Kitchens", "Lanterns"]),
    ({"place": " rIverton "}, ["Lanterns"]),
    ({"place": "Milltown"}, ["Bridges", "Kitchens"]),
    ({"issue": "jails"}, ["Kitchens", "Lanterns"]),
    ({"year": "2020"}, ["Bridges", "Lanterns"]),
    ({"year": "2021"}, ["Bridges", "Lanterns"]),
    ({"year": "2022"}, ["Bridges"]),
    ({"status": "won"}, ["Kitchens", "Lanterns"]),
    ({"status": "partly_won"}, []),
    ({"place": "Lake County", "issue": "courts", "year": "2018", "status": "won"}, ["Lanterns"]),
    ({"issue": "records", "status": "won"}, []),
]


def test_the_list_and_the_api_answer_every_question_alike(client, stories):
    for query, expected in CASES:
        assert shown(client, **query) == titles(**query) == expected, query


def test_a_filter_says_how_many_there_are_and_leads_to_exactly_those(client, stories):
    for url in ("/en/stories/", "/en/stories/?issue=jails"):
        soup = read(client, url)
        for name in ("Place", "Issue", "Year", "Status"):
            for words, (count, href) in offered(soup, name).items():
                assert len(shown(client, f"/en/stories/{href}")) == count > 0, (url, words)
    soup = read(client, "/en/stories/?issue=jails&status=won")
    assert set(offered(soup, "Place")) == {"Lake County", "Riverton", "Milltown"}
    assert offered(soup, "Issue") == {
        "Courts and bail": (1, "?issue=courts&status=won"),
    }
    this_year = str(timezone.localdate().year)
    assert next(iter(offered(read(client, "/en/stories/"), "Year"))) == this_year


def test_what_is_chosen_can_be_let_go_one_by_one_and_all_at_once(client, stories):
    soup = read(client, "/en/stories/?issue=jails&place=Riverton")
    chips = {squeeze(chip.text): chip["href"] for chip in soup.select(".chips a")}
    assert chips == {
        "Remove: Place: Riverton": "?issue=jails",
        "Remove: Issue: Jails and prisons": "?place=Riverton",
        "Show all": "./",
    }
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    whole = read(client, "/en/stories/")
    assert soup.find("link", rel="canonical")["href"] == whole.find("link", rel="canonical")["href"]
    assert whole.find("meta", attrs={"name": "robots"}) is None


def test_a_list_says_plainly_that_nothing_matches_whatever_was_asked(client, stories):
    for query in ("issue=records&status=won", "place=<b>Nowhere</b>", "issue=%00", "year=99999999", "status=%ff"):
        soup = read(client, f"/en/stories/?{query}")
        assert squeeze(soup.select_one(".nothing").text).startswith("Nothing matches all of this."), query
        assert soup.select_one(".nothing a")["href"] == "./"
        assert squeeze(soup.select_one(".count").text) == "0 stories"
    assert read(client, "/en/stories/?place=<b>Nowhere</b>").select_one(".chips bdi").text == "<b>Nowhere</b>"
    assert shown(client, place="x" * 5000, page="0") == shown(client, page="many") == shown(client)


def test_a_long_list_comes_in_windows_that_keep_the_question(client, stories, monkeypatch):
    monkeypatch.setattr(indexes, "STORIES", 1)
    first = read(client, "/en/stories/?issue=jails")
    second = read(client, f"/en/stories/{first.select_one('.pages a[rel=next]')['href']}")
    assert [link.text for soup in (first, second) for link in soup.select(".listing h3 a")] == ["Kitchens", "Lanterns"]
    assert second.select_one(".pages a[rel=prev]")["href"] == "?issue=jails"
    assert second.select_one(".pages a[rel=next]") is None
    assert second.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert shown(client, page="99") == ["Lanterns"]


def test_a_list_is_narrowed_in_its_own_language_and_issues_follow_the_source(client, stories):
    lanterns = factories.translated(stories["Lanterns"])
    assert lanterns.issues == ["jails", "courts"]
    factories.translated(factories.story_index())
    soup = read(client, "/es/stories/?place=Riverton+%5Bes%5D&issue=courts")
    assert [link["href"] for link in soup.select(".listing h3 a")] == [lanterns.url]
    assert squeeze(soup.select(".chips a")[1].text) == "Quitar: Tema: Tribunales y fianzas"
    assert titles(locale="es", issue="jails") == [lanterns.title]


def test_another_language_keeps_what_narrows_the_list_as_far_as_somebody_can_read_of_it_there(client, stories):
    index = factories.translated(factories.story_index())
    factories.translated(stories["Lanterns"])  # Its places are "Riverton [es]" and "Lake County [es]" there.
    factories.translated(stories["Bridges"], state="in_review")

    def in_spanish(**query):
        soup = read(client, f"/en/stories/?{urlencode(query)}")
        assert soup.find("link", hreflang="es")["href"].endswith(index.url), "search engines know the whole list only"
        return soup.select_one("nav.languages a[hreflang=es]")["href"]

    address = in_spanish(place="lake county", issue="jails", year="2018", page="1")
    assert address == f"{index.url}?" + urlencode({"place": "Lake County [es]", "issue": "jails", "year": "2018"})
    there = read(client, address)
    assert squeeze(there.select_one(".count").text) == "1 historia"
    # And back again: both stories of the county.
    back = there.select_one("nav.languages a[hreflang=en]")["href"]
    assert back == "/en/stories/?" + urlencode({"place": "Lake County", "issue": "jails", "year": "2018"})
    assert in_spanish(year="2003", status="won") == f"{index.url}?status=won"  # Only the kitchens are as old as that.
    assert in_spanish(issue="records") == in_spanish(place="Harbor") == index.url  # A draft tells nothing of itself.
    assert in_spanish(place="<b>Nowhere</b>", issue="%00") == in_spanish() == index.url


def test_a_narrowed_list_asks_little_more_than_a_whole_one(client, stories, django_assert_max_num_queries):
    factories.translated(factories.story_index())
    factories.translated(stories["Lanterns"])
    with django_assert_max_num_queries(16):
        client.get("/en/stories/?place=Riverton&issue=jails")


def test_a_value_that_the_api_does_not_know_is_refused_in_one_sentence(stories):
    def refused(**query):
        ((name, sentence),) = problem_with("pages/", **query).items()
        return name, sentence

    of_stories = {"type": "campaign_story"}
    assert refused(**of_stories, issue="weather")[1].startswith("One of detention, deportation, ")
    assert refused(**of_stories, status="lost") == (
        "status", "One of ongoing, partly_won, won; needs `type` to be `campaign_story`.",
    )  # fmt: skip
    assert refused(**of_stories, year="last")[0] == "year"
    assert missing("pages/", **of_stories, place="Atlantis") == {
        "place": "No public page of type campaign_story names a place 'Atlantis'.",
    }
    assert refused(issue="jails")[0] == "issue"
    assert refused(type="partner", year="2020")[0] == "year"
    assert list(missing("pages/", type="about", place="Riverton")) == ["place"]


def test_partners_are_found_by_place_issue_and_language(client):
    factories.partner(title="Ararat", places="Riverton, Lake County", issues=["jails"], languages=["en"])
    factories.partner(title="Boats", places="Riverton", issues=["courts"], languages=["es", "ht"])
    assert shown(client, "/en/partners/") == ["Ararat", "Boats"]
    assert shown(client, "/en/partners/", place="Lake County") == ["Ararat"]
    assert shown(client, "/en/partners/", place="Riverton", language="ht") == ["Boats"]
    soup = read(client, "/en/partners/?issue=courts")
    assert offered(soup, "Language") == {
        "Español": (1, "?issue=courts&language=es"), "Kreyòl ayisyen": (1, "?issue=courts&language=ht"),
    }  # fmt: skip
    found = ask("pages/", type="partner", language="es", place="riverton", fields="title")["items"]
    assert [item["title"] for item in found] == ["Boats"]
