"""The announcements have a list of their own, below the stories: by their day, in each language."""

from __future__ import annotations

import datetime

import pytest
from wagtail.models import PageViewRestriction

from stories.models import indexes
from tests import factories
from tests.web.reading import alternates, read, squeeze, switcher

pytestmark = pytest.mark.django_db

LIST = "/en/stories/announcements/"


def announced(title, day, **fields):
    return factories.announcement(title=title, dateline_date=datetime.date(2026, 3, day), **fields)


def titles(soup):
    return [link.text for link in soup.select(".card-announcement h3 a")]


def test_announcements_are_listed_by_their_day_and_the_stories_and_the_home_page_lead_there(client, monkeypatch):
    _late, early, _middle = announced("Late", 9), announced("Early", 2), announced("Middle", 5)
    factories.edit(early, dateline_date=datetime.date(2030, 1, 1))
    for state in ("draft", "in_review", "taken_down"):
        announced(f"Not public: {state}", 20, state=state)
    soup = read(client, LIST)
    assert titles(soup) == ["Late", "Middle", "Early"]
    assert squeeze(soup.select_one(".card .details").text) == "Riverton March 9, 2026"
    assert (soup.h1.text, soup.html["lang"]) == ("Announcements", "en")
    assert [link["href"] for link in soup.select(".breadcrumbs a")] == ["/en/", "/en/stories/"]
    assert soup.find("link", rel="canonical")["href"].endswith(LIST)
    assert f"{LIST}feed.atom" in [link["href"] for link in soup.select("link[type='application/atom+xml']")]
    for url in ("/en/", "/en/stories/"):
        (more,) = read(client, url).select(".more a")
        assert (more.text, client.get(f"{url}{more['href']}".replace("/en//", "/")).status_code) == (
            "All announcements",
            200,
        )
    monkeypatch.setattr(indexes, "STORIES", 2)
    assert titles(read(client, f"{LIST}?page=2")) == ["Early"]


@pytest.mark.usefixtures("spanish")
def test_the_list_speaks_the_language_of_its_address_and_leads_to_its_other_languages(client):
    factories.translated(announced("One", 1))
    assert client.get("/es/stories/announcements/").status_code == 404
    factories.translated(factories.story_index())
    soup = read(client, "/es/stories/announcements/")
    assert (soup.h1.text, titles(soup)) == ("Anuncios", ["One [es]"])
    assert switcher(soup)["en"]["href"] == LIST
    assert alternates(soup)["en"].endswith(LIST)


def test_a_list_without_announcements_says_so_and_there_is_no_other_list(client):
    factories.story_index()
    assert squeeze(read(client, LIST).select_one(".nothing").text) == "There is no announcement yet."
    for path in ("stories/rumours/", "announcements/", "stories/announcements/announcements/", "about/announcements/"):
        assert client.get(f"/en/{path}").status_code == 404


def test_a_page_that_stands_at_the_address_comes_first_and_is_gone_when_it_is_taken_down(client):
    story = factories.campaign_story(title="Announcements", slug="announcements")
    assert read(client, LIST).h1.text == story.title
    factories.take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert client.get(LIST).status_code == 410


def test_a_private_index_has_no_public_list(client):
    factories.announcement()
    PageViewRestriction.objects.create(page=factories.story_index(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(LIST).status_code == 404
