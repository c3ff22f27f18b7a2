"""The way out of every page, and how a page is handed on: plain HTML that works when no script runs."""

from __future__ import annotations

import pytest

from tests.web.reading import read, squeeze

pytestmark = pytest.mark.django_db

SHARED = {"campaign_story", "announcement", "vision", "commitment"}


def test_the_way_out_comes_first_on_every_page_and_leads_to_what_it_cannot_do(client, site):
    addresses = [(page.url, 200) for page in site.values()]
    for url, status in [*addresses, ("/en/search/?q=x", 200), ("/ar/nowhere/", 404)]:
        soup = read(client, url, status)
        skip, leave, limits = soup.body.find_all("a")[:3]
        assert skip["class"] == ["skip"]
        assert leave["href"] == f"https://{soup.html['lang']}.wikipedia.org/"
        assert "noreferrer" in leave["rel"]
        assert squeeze(soup.find(id=limits["href"].removeprefix("#")).h2.text)


def test_the_way_out_leads_where_the_operator_says(client, settings, site):
    settings.QUICK_EXIT_URL = "https://weather.example/"
    assert read(client, "/ar/").select_one("[data-quick-exit]")["href"] == "https://weather.example/"


def test_a_page_that_is_handed_on_shows_its_own_address(client, site):
    for (name, _lang), page in site.items():
        fields = read(client, page.url).select("[data-share] input[readonly]")
        assert [field["value"] for field in fields] == ([f"http://testserver{page.url}"] if name in SHARED else [])


def test_a_feed_carries_no_way_out_and_nothing_to_hand_on(client, site):
    feed = client.get("/en/feed.atom").content.decode()
    assert "quick-exit" not in feed
    assert "share-address" not in feed
