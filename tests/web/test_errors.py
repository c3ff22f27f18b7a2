"""What a reader gets instead of a page, and what it says, and does not say."""

from __future__ import annotations

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client
from psycopg.errors import AdminShutdown, DeadlockDetected
from wagtail.models import Page

from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import restore, take_down
from tests import factories
from tests.web.reading import read, squeeze

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("homes")]

REASON = "Somebody in it is at risk."


def test_an_unknown_address_is_not_found_in_the_language_it_names(client):
    soup = read(client, "/ar/nowhere/", status=404)
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    assert squeeze(soup.h1.text) == "لا توجد صفحة على هذا العنوان"
    assert len(soup.main.select("form[role=search] input[name=q]")) == 1
    assert client.get("/ar/nowhere/").headers["Content-Language"] == "ar"


def test_an_address_without_a_language_is_not_found_in_the_language_that_the_reader_asks_for(client):
    response = client.get("/nowhere/", headers={"Accept-Language": "ar-EG,en;q=0.5"})
    assert response.status_code == 404
    assert response.headers["Content-Language"] == "ar"
    assert "Accept-Language" in response.headers["Vary"]


def test_a_page_that_is_not_translated_yet_offers_the_languages_in_which_it_can_be_read(client):
    story = factories.campaign_story()
    (link,) = read(client, f"/ar/stories/{story.slug}/", status=404).select(".elsewhere a")
    assert (link["href"], link["hreflang"]) == (story.url, "en")
    assert (link.parent["lang"], link.parent["dir"]) == ("en", "ltr")
    assert story.title in link.text


def test_a_page_that_waits_for_its_review_in_a_language_offers_the_others(client):
    story = factories.campaign_story()
    factories.translated(story, "es", state="in_review")
    (link,) = read(client, f"/es/stories/{story.slug}/", status=404).select(".elsewhere a")
    assert link["href"] == story.url


def test_a_page_that_is_public_nowhere_is_offered_nowhere(client):
    story = factories.campaign_story(state="draft")
    soup = read(client, f"/en/stories/{story.slug}/", status=404)
    assert soup.select(".elsewhere") == []
    assert story.title not in soup.get_text()


def test_nothing_is_found_on_a_site_without_a_public_page(client):
    Page.objects.update(live=False)
    assert client.get("/").status_code == 404
    assert client.get("/en/").status_code == 404


def test_a_taken_down_page_is_gone_in_every_language_from_the_next_request_on(client):
    story = factories.campaign_story()
    translation = factories.translated(story, "es")
    assert client.get(translation.url).status_code == 200
    take_down(story, factories.duty_editor(), REASON)
    for url in (story.url, translation.url, f"/ar/stories/{story.slug}/", f"/zh-hans/stories/{story.slug}/"):
        response = client.get(url)
        assert response.status_code == 410, url
        for word in (story.title, translation.title, REASON):
            assert word not in response.content.decode()


def test_a_taken_down_page_stays_gone_while_its_row_is_a_draft_that_somebody_edits(client):
    story = factories.campaign_story(state="taken_down")
    factories.edit(story, title="Again")
    assert client.get(f"/en/stories/{story.slug}/").status_code == 410
    assert client.head(f"/en/stories/{story.slug}/").status_code == 410


def test_a_page_that_is_gone_is_gone_in_the_language_of_its_address(client):
    story = factories.campaign_story(state="taken_down")
    soup = read(client, f"/ar/stories/{story.slug}/", status=410)
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    assert squeeze(soup.h1.text) == "أُزيلت هذه الصفحة."


def test_a_lifted_take_down_leaves_a_draft_that_is_not_found(client):
    story = factories.campaign_story(state="taken_down")
    restore(TakeDown.objects.get(), factories.duty_editor())
    assert client.get(f"/en/stories/{story.slug}/").status_code == 404


def test_a_taken_down_page_is_in_no_list_and_no_menu(client):
    about = factories.about()
    promise = factories.commitment()
    assert promise.title in read(client, "/en/").get_text()
    for page in (about, promise):
        take_down(page, factories.duty_editor(), REASON)
    said = read(client, "/en/").get_text()
    assert promise.title not in said
    assert about.title not in said


@pytest.fixture
def break_with(monkeypatch):
    """Make every page fail with an error; gives a client that gets what readers get."""

    def break_with(error):
        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr("newsroom.authoring.navigation.visible_at", broken)
        monkeypatch.setattr("newsroom.web.api.pages.select", broken)
        return Client(raise_request_exception=False)

    return break_with


def test_an_error_says_so_in_six_languages_without_asking_the_database(break_with, django_assert_num_queries):
    client = break_with(RuntimeError("a secret"))
    with django_assert_num_queries(0):
        response = client.get("/ar/", headers={"Accept-Language": "es"})
    assert response.status_code == 500
    soup = BeautifulSoup(response.content, "html.parser")
    assert (soup.html["lang"], soup.html["dir"], squeeze(soup.h1.text)) == ("ar", "rtl", "حدث خطأ من جهتنا.")
    assert [part["lang"] for part in soup.main.find_all("section")] == ["en", "es", "zh-hans", "vi", "ht"]
    problem = client.get("/api/v1/pages/")
    assert (problem.status_code, problem["Content-Type"]) == (500, "application/problem+json")
    assert "a secret" not in response.content.decode() + problem.content.decode()


@pytest.mark.parametrize(
    ("cause", "status"),
    [(psycopg.OperationalError("no route"), 503), (AdminShutdown(), 503), (DeadlockDetected(), 500)],
)
def test_a_database_that_cannot_be_reached_is_a_pause_and_one_that_refuses_is_an_error(break_with, cause, status):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    client = break_with(error)
    for url in ("/en/", "/api/v1/pages/"):
        response = client.get(url)
        assert response.status_code == status
        assert response.has_header("Retry-After") == (status == 503)


def test_an_unknown_address_of_the_api_is_never_sent_to_a_language(client):
    response = client.get("/api/v1/nowhere/", headers={"Accept-Language": "es"})
    assert response.status_code == 404
    assert "Location" not in response.headers
