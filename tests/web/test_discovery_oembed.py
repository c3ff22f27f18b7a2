"""oEmbed: what another site may show of a page, by the same law as the page itself."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.consent.take_down import take_down
from tests import factories
from tests.web.machines import BASE
from tests.web.reading import read
from tests.web.test_discovery_public_only import expire, put_live_on_what_nobody_approved, remove

pytestmark = pytest.mark.django_db


def ask(url=None, **params):
    return Client().get("/oembed", {**({"url": url} if url else {}), **params})


@pytest.mark.usefixtures("arabic_home")
def test_a_page_leads_to_what_others_may_show_of_it_in_its_language_and_in_both_formats():
    attack = '<script>alert(1)</script>"\x0b'
    story = factories.campaign_story(title=f"A {attack}", summary=f"B {attack}")
    arabic = factories.translated(story, "ar")
    links = {link["type"]: link["href"] for link in read(Client(), arabic.url).select("link[type$=oembed]")}
    assert {parse_qs(urlsplit(url).query)["url"][0] for url in links.values()} == {BASE + arabic.url}
    answer = Client().get(links["application/json+oembed"].removeprefix(BASE))
    said = answer.json()
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", arabic.title)
    assert (said["provider_name"], said["provider_url"]) == ("Open Gate Network [ar]", f"{BASE}/ar/")
    assert said["thumbnail_url"] == f"{BASE}/share/{arabic.pk}.png"
    html = BeautifulSoup(said["html"], "html.parser")
    assert {tag.name for tag in html.find_all(True)} == {"blockquote", "p", "a"}
    assert (html.blockquote["lang"], html.blockquote["dir"]) == ("ar", "rtl")
    assert (html.a["href"], html.a.text) == (BASE + arabic.url, arabic.title)
    assert arabic.summary in html.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert ask(BASE + arabic.url).headers["ETag"] == answer.headers["ETag"]
    xml = ElementTree.fromstring(Client().get(links["text/xml+oembed"].removeprefix(BASE)).content)
    assert {tag.tag: tag.text for tag in xml} == {name: str(value).replace("\x0b", "") for name, value in said.items()}


def test_the_answer_stays_within_the_room_that_the_other_site_has():
    url = BASE + factories.campaign_story().url
    assert (ask(url).json()["width"], ask(url, maxwidth=320, maxheight=100).json()["width"]) == (600, 320)
    assert ask(url, maxheight=100).json()["height"] == 100
    assert "thumbnail_url" not in ask(url, maxwidth=1199).json()
    assert ask(url, maxwidth=9999, maxheight=9999).json()["thumbnail_width"] == 1200


def test_a_question_without_an_answer_is_told_why():
    story = factories.campaign_story()
    assert ask().status_code == 400
    assert ask(BASE + story.url, maxwidth="-1").status_code == ask(BASE + story.url, maxwidth="٣").status_code == 400
    assert ask(BASE + story.url, format="yaml").status_code == 501
    ours = BASE + story.url
    wrong = [
        *(
            story.url,
            f"https://example.org{story.url}",
            f"{BASE}@example.org{story.url}",
            f"ftp://testserver{story.url}",
        ),
        *(
            f"{BASE}/",
            f"{BASE}/xx/",
            f"{BASE}/EN/",
            f"{BASE}/admin/",
            f"{ours}%00/",
            f"{BASE}/en/search/",
            "http://[",
            "",
        ),
        *(ours.replace("/en/", "/es/"), f"{BASE}/files/1/x.pdf"),
    ]
    assert {url: ask(url, format="json").status_code for url in wrong if url} == dict.fromkeys(filter(None, wrong), 404)
    assert Client().post("/oembed").status_code == 405


@pytest.mark.parametrize("state", ["draft", "in_review", "taken_down"])
def test_a_page_that_is_not_public_is_shown_nowhere(state):
    story = factories.campaign_story(state, title="Marigold", slug="marigold")
    answer = ask(f"{BASE}/en/stories/marigold/")
    assert answer.status_code == (410 if state == "taken_down" else 404)
    assert story.title not in answer.content.decode()


@pytest.mark.parametrize("end", [expire, put_live_on_what_nobody_approved, remove])
def test_a_page_that_was_public_is_gone_with_the_next_question(end):
    story = factories.campaign_story()
    etag = ask(BASE + story.url).headers["ETag"]
    end(story)
    again = Client().get("/oembed", {"url": BASE + story.url}, headers={"If-None-Match": etag})
    assert again.status_code == (410 if end is remove else 404)


def test_an_old_address_is_followed_as_far_as_readers_may_go(django_capture_on_commit_callbacks):
    story = factories.campaign_story()
    with django_capture_on_commit_callbacks(execute=True):
        moved = factories.publish(story, slug="a-better-name")
    assert f"{BASE}{moved.url}" in ask(BASE + story.url).json()["html"]
    with CaptureQueriesContext(connection) as queries:
        ask(BASE + moved.url)
    assert len(queries) <= 6
    take_down(moved, factories.duty_editor(), "Somebody is at risk.")
    assert ask(BASE + story.url).status_code == 410
