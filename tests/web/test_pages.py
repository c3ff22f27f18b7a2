"""Public pages over HTTP: every type says in HTML what it says in JSON, to nobody in particular, in few queries."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.authoring.documents import build, visible_rows
from tests import factories
from tests.web.reading import headings, paragraphs, read, squeeze, words

pytestmark = pytest.mark.django_db

# Codes, which HTML shows as words, and what is about a page and not in it.
NOT_WORDS = {
    *("id", "type", "lang", "direction", "translation_key", "status", "kind", "precision", "licence", "media_type"),
    *("sources", "issues", "languages", "details", "translations", "translation"),
    *("published_at", "updated_at", "date"),
}


def texts_of(value: Any) -> list[str]:
    """Every text in a document's JSON; rich text line by line."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in NOT_WORDS for text in texts_of(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_of(inner)]
    if isinstance(value, str) and value.startswith("<"):
        return paragraphs(value)
    return [" ".join(value.split())] if isinstance(value, str) else []


def test_every_page_type_says_the_same_in_html_and_in_json_in_english_and_in_arabic(client, site):
    documents = build(list(visible_rows()))
    assert {(document.type, document.lang) for document in documents} == set(site)
    for document in documents:
        said = words(read(client, document.url))
        missing = [text for text in texts_of(document.model_dump(mode="json")) if text not in said]
        assert missing == [], document.url


def test_every_page_type_has_one_title_landmarks_and_headings_in_order(client, site):
    for (_, lang), page in site.items():
        soup = read(client, page.url)
        assert (soup.html["lang"], soup.html["dir"]) == (lang, {"en": "ltr", "ar": "rtl"}[lang])
        assert len(soup.find_all("main")) == len(soup.find_all("h1")) == 1, page.url
        levels = headings(soup)
        assert levels[0] == 1
        assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), (page.url, levels)
        assert soup.select_one("a.skip")["href"] == f"#{soup.main['id']}"
        assert page.title in soup.title.text


def test_a_page_runs_only_our_own_deferred_files_and_asks_nobody_else_for_anything(client, site):
    for page in site.values():
        soup = read(client, page.url)
        assert soup.find_all(["iframe", "object", "embed"]) == []
        for script in soup.find_all("script", type=lambda kind: kind != "application/ld+json"):
            assert script["src"].startswith("/static/js/"), page.url
            assert script.has_attr("defer"), page.url
            assert squeeze(script.text) == "", page.url
        loaded = [tag["src"] for tag in soup.find_all(src=True)] + [tag["poster"] for tag in soup.find_all(poster=True)]
        loaded += [tag["href"] for tag in soup.find_all("link", rel=["stylesheet", "icon"])]
        loaded += [part.split()[0] for tag in soup.find_all(srcset=True) for part in tag["srcset"].split(",")]
        assert [url for url in loaded if not url.startswith(("/", "data:"))] == []


def test_a_page_leads_to_its_own_json(client, site):
    for page in site.values():
        link = read(client, page.url).find("link", type="application/json")
        assert client.get(link["href"]).json()["title"] == page.title


def test_reading_leaves_no_trace_and_a_kept_copy_asks_again(client):
    page = factories.campaign_story()
    response = client.get(page.url)
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "no-cache" in response.headers["Cache-Control"]
    assert client.get(page.url, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_only_reading_is_allowed(client):
    page = factories.home()
    assert client.head(page.url).status_code == 200
    assert client.head(page.url).content == b""
    assert client.options(page.url).headers["Allow"] == "GET, HEAD, OPTIONS"
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(page.url).status_code == 405
        assert method("/").status_code == 405


def test_an_address_without_its_last_slash_leads_to_the_page(client):
    page = factories.campaign_story()
    response = client.get(page.url.rstrip("/"))
    assert (response.status_code, response.headers["Location"]) == (301, page.url)


def test_the_address_that_a_page_had_before_leads_to_where_it_is_now(client, django_capture_on_commit_callbacks):
    page = factories.campaign_story()
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(page, slug="a-better-name")
    response = client.get(page.url)
    assert (response.status_code, response.headers["Location"]) == (301, "/en/stories/a-better-name/")


# What is not public


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled"])
def test_a_page_on_its_way_is_not_found(client, state):
    page = factories.campaign_story(state=state)
    assert client.get(f"/en/stories/{page.slug}/").status_code == 404


def test_an_expired_page_is_not_found(client):
    page = factories.campaign_story()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(page.url).status_code == 404


def test_a_restricted_page_and_what_is_below_it_is_not_found(client):
    page = factories.campaign_story()
    PageViewRestriction.objects.create(page=factories.story_index(), restriction_type="login")
    assert client.get(page.url).status_code == 404
    assert client.get("/en/stories/").status_code == 404
    assert page.title not in read(client, "/en/").get_text()


def test_a_live_row_on_a_version_that_nobody_approved_is_not_found(client):
    page = factories.campaign_story()
    revision = factories.edit(page, title="Sneaked in")
    Page.objects.filter(pk=page.pk).update(live_revision=revision)
    assert client.get(page.url).status_code == 404


def test_an_edit_changes_nothing_for_readers_until_it_is_approved(client):
    page = factories.campaign_story()
    before = client.get(page.url).content
    factories.edit(page, title="Not yet", place="Elsewhere")
    assert client.get(page.url).content == before


# How many questions the database is asked

QUERIES = {
    "home": 10, "about": 7, "vision": 10, "campaign_story": 11, "announcement": 7, "partner": 7, "commitment": 7,
    "story_index": 10, "partner_index": 9, "commitment_index": 8,
}  # fmt: skip


def queries_of(client: Any, url: str) -> int:
    """How many queries a page takes once its renditions are made and content types are known."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_each_page_type_takes_a_known_number_of_queries_whatever_the_site_grows_to(client, site):
    pages = {name: page for (name, lang), page in site.items() if lang == "en"}
    few = {name: queries_of(client, page.url) for name, page in pages.items()}
    assert few == QUERIES
    factories.translated(pages["home"], "es")
    factories.translated(pages["story_index"], "es")
    factories.translated(pages["campaign_story"], "es")
    for number in range(2):
        factories.campaign_story(body=[*factories.every_block(), *factories.every_block()])
        factories.partner()
        factories.announcement()
        factories.commitment(title=f"Promise {number}")
    factories.publish(pages["vision"], body=[*factories.every_block(), *factories.every_block()])
    assert {name: queries_of(client, page.url) for name, page in pages.items()} == few
