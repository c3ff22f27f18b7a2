"""Sitemaps: every public address once, each with the languages that the page's own head names."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from newsroom.authoring.visible import visible_pages
from newsroom.web.discovery import sitemap as module
from tests import factories
from tests.web.machines import BASE, NAMESPACES, read_xml, sitemap, text, texts

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("spanish_home")
def test_the_index_names_a_sitemap_for_each_language_with_public_pages(client):
    factories.translated(factories.home(), "ar", state="in_review")
    index = read_xml(client, "/sitemap.xml")
    assert index.tag == f"{{{NAMESPACES['s']}}}sitemapindex"
    assert texts(index, "s:sitemap/s:loc") == [f"{BASE}/sitemap-en.xml", f"{BASE}/sitemap-es.xml"]
    assert client.get("/sitemap-ar.xml").status_code == 404


@pytest.mark.usefixtures("empty_site")
def test_a_site_without_a_public_page_has_an_empty_index(client):
    assert texts(read_xml(client, "/sitemap.xml"), "s:sitemap") == []


@pytest.mark.usefixtures("spanish_home")
def test_each_translation_names_the_same_set_with_itself_in_it(client):
    story = factories.campaign_story()
    translation = factories.translated(story, "es")
    english, spanish = sitemap(client, "en")[BASE + story.url], sitemap(client, "es")[BASE + translation.url]
    assert english == spanish == {"en": BASE + story.url, "es": BASE + translation.url, "x-default": BASE + story.url}
    assert sitemap(client, "es")[f"{BASE}/es/"]["x-default"] == f"{BASE}/"


def test_a_page_says_when_readers_last_got_a_new_version(client):
    story = factories.campaign_story()
    Page.objects.filter(pk=story.pk).update(last_published_at=datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC))
    factories.edit(story, title="Not yet")
    (entry,) = (url for url in read_xml(client, "/sitemap-en.xml") if text(url, "s:loc") == BASE + story.url)
    assert text(entry, "s:lastmod") == "2026-03-01T09:30:00+00:00"


def test_an_address_in_another_script_is_written_as_a_uri(client):
    story = factories.campaign_story()
    path = story.url_path.replace(story.slug, "气候")
    Page.objects.filter(pk=story.pk).update(slug="气候", url_path=path)
    assert f"{BASE}/en/stories/%E6%B0%94%E5%80%99/" in sitemap(client, "en")


@pytest.mark.usefixtures("empty_site")
def test_a_page_that_stands_below_no_home_has_no_address_to_list(client):
    stray = factories.about()
    stray.move(Page.get_first_root_node(), pos="last-child")
    assert visible_pages().filter(pk=stray.pk).exists()
    assert list(sitemap(client, "en")) == [f"{BASE}/en/"]


@pytest.mark.usefixtures("empty_site")
def test_what_has_no_room_in_a_file_goes_on_in_the_next(client, monkeypatch):
    factories.campaign_story()
    factories.campaign_story()
    factories.translated(factories.home(), "es")
    whole = sitemap(client, "en")
    assert len(whole) == 5  # Four pages, and the list of announcements.
    monkeypatch.setattr(module, "PAGES_IN_A_PART", 3)
    parts = texts(read_xml(client, "/sitemap.xml"), "s:sitemap/s:loc")
    assert parts == [f"{BASE}/sitemap-{name}.xml" for name in ("en", "en.2", "es")]
    assert len(sitemap(client, "en.2")) == 1
    assert {**sitemap(client, "en"), **sitemap(client, "en.2")} == whole


def test_there_is_no_other_part(client):
    factories.home()
    for name in ["en.1", "en.3", f"en.{'9' * 30}", "en.0", "xx", "EN", "%00", "en.2.2", ""]:
        assert client.get(f"/sitemap-{name}.xml").status_code == 404, name


def test_a_file_stays_within_what_the_protocol_allows():
    assert module.PAGES_IN_A_PART <= 50_000
    # The longest slug there is, nested three deep, in every language and once more for everybody else.
    longest = 300 + 3 * 255
    languages = len(module.LANGUAGES) + 1
    assert module.PAGES_IN_A_PART * (languages + 1) * longest < 50 * 1024 * 1024
    assert module.PARTS * len(module.LANGUAGES) <= 50_000


@pytest.mark.usefixtures("spanish")
def test_the_number_of_queries_is_the_same_for_any_number_of_pages(client):
    def cost():
        counts = []
        for path in ("/sitemap.xml", "/sitemap-en.xml"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    story = factories.campaign_story()
    few = cost()
    for _ in range(4):
        factories.announcement()
    for code in ("es", "ar"):
        factories.translated(story, code)
    assert Locale.objects.count() == 3
    assert cost() == few == [2, 2]
