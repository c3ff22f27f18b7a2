"""The feeds of a language and of its lists: the newest news, whole, as readers of Atom and of RSS get it."""

from __future__ import annotations

import datetime
from uuid import UUID

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from newsroom.consent.take_down import take_down
from tests import factories
from tests.web.machines import BASE, LANG, NAMESPACES, feed, read_xml, text, texts
from tests.web.reading import read, squeeze

pytestmark = pytest.mark.django_db


def titles(client, lang="en"):
    return [text(entry, "atom:title") for entry in feed(client, lang)]


def content(entry) -> BeautifulSoup:
    return BeautifulSoup(text(entry, "atom:content[@type='html']"), "html.parser")


def test_a_feed_holds_what_rfc_4287_asks_for(client):
    story = factories.campaign_story()
    response = client.get("/en/feed.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = read_xml(client, "/en/feed.atom")
    assert (root.tag, root.get(LANG)) == (f"{{{NAMESPACES['atom']}}}feed", "en")
    assert text(root, "atom:title") == "News · Open Gate Network"
    assert text(root, "atom:author/atom:name") == "Open Gate Network"
    links = {link.get("rel"): link.get("href") for link in root.findall("atom:link", NAMESPACES)}
    assert links == {"self": f"{BASE}/en/feed.atom", "alternate": f"{BASE}/en/"}
    (entry,) = feed(client, "en")
    assert entry.find("atom:link[@rel='alternate']", NAMESPACES).get("href") == BASE + story.url
    assert text(entry, "atom:summary") == "How a town closed its jail."
    for name in ("published", "updated"):
        assert datetime.datetime.fromisoformat(text(entry, f"atom:{name}")).tzinfo is not None
    assert text(root, "atom:updated") == text(entry, "atom:updated")


def test_a_feed_brings_the_newest_stories_and_announcements_first_and_nothing_else(client):
    factories.partner()
    factories.about()
    story, announcement = factories.campaign_story(), factories.announcement()
    assert titles(client) == [announcement.title, story.title]
    when = announcement.first_published_at + datetime.timedelta(days=1)
    Page.objects.filter(pk=story.pk).update(first_published_at=when)
    assert titles(client) == [story.title, announcement.title]


def test_a_feed_stops_at_twenty(client):
    stories = [factories.campaign_story(body=[], won=[]) for _ in range(21)]
    assert titles(client) == [story.title for story in reversed(stories)][:20]


@pytest.mark.usefixtures("arabic_home")
def test_each_language_has_its_own_feed_with_what_is_public_in_it(client):
    story = factories.campaign_story(partners=[("page", factories.partner())])
    factories.announcement()
    translation = factories.translated(story, "ar")
    root = read_xml(client, "/ar/feed.atom")
    assert root.get(LANG) == "ar"
    assert text(root, "atom:title") == "الأخبار · Open Gate Network [ar]"
    assert titles(client, "ar") == [translation.title]
    (entry,) = feed(client, "ar")
    assert (content(entry).div["lang"], content(entry).div["dir"]) == ("ar", "rtl")
    assert "المكان" in content(entry).get_text()
    assert content(entry).article["lang"] == "en"


@pytest.mark.usefixtures("spanish")
def test_a_language_without_a_public_home_has_no_feed(client):
    factories.translated(factories.home(), "es", state="in_review")
    assert client.get("/es/feed.atom").status_code == 404
    assert client.get("/xx/feed.atom").status_code == 404


def test_a_feed_without_news_is_dated_by_its_home(client):
    factories.home()
    root = read_xml(client, "/en/feed.atom")
    assert texts(root, "atom:entry") == []
    assert client.get("/en/feed.atom").content == client.get("/en/feed.atom").content
    assert text(root, "atom:updated") < datetime.datetime.now(datetime.UTC).isoformat()


@pytest.mark.usefixtures("spanish_home")
def test_an_entry_is_the_same_one_however_the_page_moves_and_another_in_each_language(client):
    story = factories.campaign_story()
    factories.translated(story, "es")
    (english,), (spanish,) = feed(client, "en"), feed(client, "es")
    number = text(english, "atom:id")
    assert UUID(number.removeprefix("urn:uuid:"))
    assert number != text(spanish, "atom:id")
    factories.publish(story, title="A better title", slug="a-better-name")
    (moved,) = feed(client, "en")
    assert text(moved, "atom:title") == "A better title"
    assert text(moved, "atom:id") == number


def test_an_entry_says_all_that_the_page_says_without_what_stands_around_it(client):
    toolkit = [("file", factories.file_block())]
    story = factories.campaign_story(body=factories.every_block(), toolkit=toolkit)
    (entry,) = feed(client, "en")
    page = read(client, story.url)
    said = squeeze(content(entry).get_text())
    for part in page.select(".facts, .prose, blockquote, figcaption, .card h3, .files, .milestones"):
        assert squeeze(part.get_text()) in said
    assert content(entry).find(["h1", "nav", "header", "footer", "main", "form", "link", "style", "script"]) is None
    assert page.footer.find_all("p")[-1].text not in said


def test_an_entry_can_be_read_far_from_the_site(client):
    about = factories.about()
    link = ("text", f'<p><a linktype="page" id="{about.pk}">About us</a></p>')
    factories.campaign_story(body=[link, *factories.every_block()], videos=[("video", factories.video_block())])
    (entry,) = feed(client, "en")
    html = content(entry)
    urls = [tag[name] for name in ("href", "src", "poster") for tag in html.find_all(attrs={name: True})]
    assert len(urls) > 8
    assert [url for url in urls if not url.startswith((f"{BASE}/", "https://", "mailto:"))] == []
    assert html.find("a", string="About us")["href"] == BASE + about.url
    assert html.find_all(attrs={"class": True}) == html.find_all(attrs={"id": True}) == []
    assert html.img["alt"] == "People at a gate"


def test_what_an_author_typed_is_shown_as_typed(client):
    factories.campaign_story(title="<b>a & b</b>", summary="1 < 2", people="<script>alert(1)</script>")
    (entry,) = feed(client, "en")
    assert text(entry, "atom:title") == "<b>a & b</b>"
    assert entry.find("atom:title", NAMESPACES).get("type", "text") == "text"
    assert (text(entry, "atom:summary"), entry.find("atom:summary", NAMESPACES).get("type", "text")) == (
        "1 < 2",
        "text",
    )
    assert content(entry).find(["b", "script"]) is None
    assert "<script>alert(1)</script>" in content(entry).get_text()


def test_a_character_that_xml_cannot_hold_does_not_break_the_feed(client):
    factories.campaign_story(title="A\x0bB\ufffe", summary="C\x1fD", body=[("text", "<p>E\x0cF</p>")])
    assert titles(client) == ["AB"]


def test_a_row_that_something_overwrote_changes_no_word(client):
    story = factories.campaign_story()
    before = client.get("/en/feed.atom").content
    type(story).objects.filter(pk=story.pk).update(title="Sneaked in", summary="Sneaked in", place="Sneaked in")
    assert client.get("/en/feed.atom").content == before


def test_a_page_of_a_language_whose_home_is_not_public_names_no_feed(client):
    story = factories.campaign_story()
    factories.home().unpublish()
    assert read(client, story.url).find("link", type="application/atom+xml") is None


def parsed(client, url):
    """A feed as a feed reader understands it, which finds nothing wrong with it."""
    response = client.get(url)
    assert response.status_code == 200, url
    found = feedparser.parse(response.content, response_headers={"content-type": response.headers["Content-Type"]})
    assert not found.bozo, (url, found.get("bozo_exception"))
    return found


@pytest.mark.usefixtures("arabic_home")
def test_rss_says_what_atom_says(client):
    attack = "<b>a & b</b> ]]> \x0b"
    factories.campaign_story(title=f"Story {attack}", summary=f"1 < 2 {attack}", body=factories.every_block())
    factories.announcement()
    factories.translated(factories.campaign_story(), "ar")
    for lang in ("en", "ar"):
        atom, rss = parsed(client, f"/{lang}/feed.atom"), parsed(client, f"/{lang}/feed.rss")
        assert (atom.version, rss.version) == ("atom10", "rss20")
        assert (atom.feed.title, atom.feed.link) == (rss.feed.title, rss.feed.link)
        assert rss.feed.language == lang
        assert [link.href for link in rss.feed.links if link.rel == "self"] == [f"{BASE}/{lang}/feed.rss"]
        assert len(atom.entries) == len(rss.entries) == {"en": 3, "ar": 1}[lang]
        for one, other in zip(atom.entries, rss.entries, strict=True):
            assert (one.id, one.link, one.content[0].value) == (other.id, other.link, other.content[0].value)
            assert one.published_parsed == other.published_parsed
    (item,) = (item for item in read_xml(client, "/en/feed.rss").iter("item") if "Story" in text(item, "title"))
    assert text(item, "title") == "Story <b>a & b</b> ]]> "
    assert text(item, "description") == "1 &lt; 2 &lt;b&gt;a &amp; b&lt;/b&gt; ]]&gt; "
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("author") is None


def test_a_list_has_its_own_feeds_and_what_is_no_list_has_none(client):
    story, announcement, ally = factories.campaign_story(), factories.announcement(), factories.partner()
    for kind in ("atom", "rss"):
        assert [entry.title for entry in parsed(client, f"/en/stories/feed.{kind}").entries] == [story.title]
        announced = parsed(client, f"/en/stories/announcements/feed.{kind}")
        assert [entry.title for entry in announced.entries] == [announcement.title]
    assert announced.feed.title == "Announcements · Open Gate Network"
    assert announced.feed.link == f"{BASE}/en/stories/announcements/"
    assert parsed(client, "/en/stories/feed.rss").feed.title == "Stories · Open Gate Network"
    for path in (story.url, ally.url, "/en/partners/", "/en/nowhere/", "/en/announcements/", "/en/stories/stories/"):
        assert client.get(f"{path}feed.atom").status_code == 404, path
    assert client.get("/en/stories/feed.json").status_code == 404
    take_down(factories.story_index(), factories.duty_editor(), "Somebody is at risk.")
    assert client.get("/en/stories/feed.rss").status_code == 410
    assert client.get("/en/stories/announcements/feed.rss").status_code == 410


@pytest.mark.usefixtures("spanish")
def test_the_number_of_queries_is_the_same_for_any_number_of_entries(client):
    def cost():
        client.get("/en/stories/feed.rss")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/stories/feed.rss").status_code == 200
        return len(queries)

    story = factories.campaign_story(body=factories.every_block(), videos=[("video", factories.video_block())])
    few = cost()
    for _ in range(2):
        factories.campaign_story(body=factories.every_block(), videos=[("video", factories.video_block())])
        factories.announcement(campaigns=[("page", story)])
    factories.translated(story, "es")
    assert cost() == few <= 14
