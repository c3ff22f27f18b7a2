"""What a front end needs besides pages: menus, the site, toolkits, old addresses, search, pictures, files, news."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date
from wagtail.contrib.redirects.models import Redirect

from newsroom.web.api.openapi import openapi
from newsroom.web.api.retiring import RETIRING, Retiring
from tests import factories
from tests.web.api import API, ask, problem_with

pytestmark = pytest.mark.django_db


def queries(path):
    Client().get(f"{API}{path}")
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(f"{API}{path}").status_code == 200, path
    return len(captured)


@pytest.mark.usefixtures("spanish_home")
def test_the_menu_of_a_language_is_what_the_header_shows():
    factories.about()
    factories.translated(factories.story_index())
    english, spanish = (ask("navigation/", locale=code) for code in ("en", "es"))
    assert [card["title"] for card in english["menu"]] == ["Stories", "Partners", "Commitments", "About us"]
    assert english["home"]["url"] == "/en/"
    assert [card["url"] for card in spanish["menu"]] == ["/es/stories/"]
    assert [card["lang"] for card in spanish["languages"]] == ["en", "es"]
    assert spanish["quick_exit_url"] == "https://es.wikipedia.org/"
    ask("navigation/", 404, locale="ht")
    assert set(problem_with("navigation/")) == {"locale"}


def test_the_site_says_its_name_in_each_language(settings, spanish_home):
    settings.SECURITY_CONTACT = ["mailto:security@example.org"]
    factories.language("ar")
    site = ask("site/")
    assert site["names"] == {"en": "Open Gate Network", "es": spanish_home.title}
    assert (site["name"], site["source"], site["locales"]) == ("Open Gate Network", "en", ["en", "es"])
    assert site["security_contacts"] == ["mailto:security@example.org"]


@pytest.mark.usefixtures("spanish")
def test_a_language_says_how_much_of_the_site_there_is_in_it():
    pages = [factories.campaign_story() for _ in range(3)]
    factories.translated(pages[0])
    factories.translated(pages[1], state="outdated")
    factories.translated(pages[2], state="draft")
    items = {item["code"]: item for item in ask("locales/")["items"]}
    total = len(ask("pages/", locale="en", limit=100)["items"])
    assert items["en"]["coverage"] == {"current": total, "outdated": 0, "missing": 0}
    assert items["es"]["coverage"] == {"current": 1, "outdated": 1, "missing": total - 2}
    assert (items["en"]["is_source"], items["es"]["is_source"]) == (True, False)


def test_the_partners_as_json_say_what_the_other_tables_say():
    ally = factories.partner(title="Neighbours", places="Chicago")
    (row,) = ask("partners.json", locale="en")["items"]
    (feature,) = ask("partners.geojson", locale="en")["features"]
    assert (row["id"], row["values"]) == (ally.pk, feature["properties"])
    assert row["points"] == [feature["geometry"]["coordinates"]]


def test_the_toolkits_of_a_language_say_what_their_zips_hold():
    file = factories.document(title="A policy", name="policy.txt")
    story = factories.campaign_story(toolkit=[("file", factories.file_block(file=file))])
    factories.campaign_story()
    answer = ask("toolkits/", locale="en")
    (toolkit,) = answer["items"]
    assert answer["meta"]["total_count"] == 1
    assert (toolkit["page"]["id"], toolkit["url"]) == (story.pk, f"{story.url}toolkit.zip")
    (entry,) = toolkit["files"]
    assert (entry["name"], entry["kind"], entry["size"]) == (file.filename, "sample_policy", 11)
    assert Client().get(entry["url"]).status_code == Client().get(toolkit["url"]).status_code == 200
    assert ask("toolkits/", locale="es")["items"] == []


def test_old_addresses_lead_where_the_site_leads(django_capture_on_commit_callbacks):
    story = factories.campaign_story(slug="first")
    with django_capture_on_commit_callbacks(execute=True):
        story = factories.publish(story, slug="second")
    for old, link in [
        ("/en/a", "/en/b/"), ("/en/b", "/en/stories/first/"), ("/en/ring", "/en/ring/"), ("/en/odd", "http://["),
        ("/en/x", "https://other.example.org/"), ("/en/nowhere", "/en/nothing/"), ("/old", "/en/stories/second/"),
    ]:  # fmt: skip
        Redirect.objects.create(old_path=old, redirect_link=link, is_permanent=old != "/en/x")
    ways = {item["old_path"]: (item["url"], item["is_permanent"]) for item in ask("redirects/")["items"]}
    assert ways == {
        "/en/a": (story.url, True), "/en/b": (story.url, True), "/en/stories/first": (story.url, True),
        "/en/x": ("https://other.example.org/", False), "/old": ("/en/stories/second/", True),
    }  # fmt: skip
    for old, (url, _) in ways.items():
        assert Client().get(f"{old}/")["Location"] == url
    assert {item["old_path"] for item in ask("redirects/", locale="en")["items"]} == set(ways) - {"/old"}
    before = queries("redirects/")
    Redirect.objects.create(old_path="/en/c", redirect_link="/en/a/")
    Redirect.objects.create(old_path="/en/d", redirect_page=story)
    assert queries("redirects/") == before


def test_a_search_says_why_each_page_was_found():
    story = factories.campaign_story(
        title="The lighthouse <vigil>", body=[("text", "<p>They met at the lighthouse.</p>")]
    )
    factories.campaign_story(title="The bakery vigil")
    answer = ask("search/", q="lighthouse", locale="en")
    (item,) = answer["items"]
    assert (item["card"]["id"], answer["how"], answer["meta"]["total_count"]) == (story.pk, "all", 1)
    assert item["highlights"]["title"] == [
        {"text": "The ", "is_match": False}, {"text": "lighthouse", "is_match": True},
        {"text": " <vigil>", "is_match": False},
    ]  # fmt: skip
    assert "lighthouse" in [piece["text"] for piece in item["highlights"]["text"] if piece["is_match"]]
    assert answer["facets"]["type"] == [{"value": "campaign_story", "count": 1}]
    close = ask("search/", q="lighthuose", locale="en")
    assert (close["how"], close["meant"]) == ("close", "lighthouse")
    assert ask("search/", q="vigil", locale="en", limit=1)["meta"]["total_count"] == 2
    assert ask("search/", q="vigil", locale="en", type="partner")["items"] == []
    assert 'rel="next"' in Client().get(f"{API}search/?q=vigil&locale=en&limit=1")["Link"]
    assert set(problem_with("search/")) == {"q", "locale"}
    assert queries("search/?q=vigil&locale=en") <= 16


def test_a_picture_comes_in_named_sizes():
    picture = factories.image(focal_point_x=600, focal_point_y=200, focal_point_width=10, focal_point_height=10)
    story = factories.campaign_story(body=[("picture", factories.picture_block(image=picture))])
    shown = ask(f"pages/{story.pk}/")["body"][0]["picture"]
    image = ask(f"images/{shown['id']}/")
    assert (image["id"], image["credit"], image["focal_point"]) == (
        picture.pk,
        "Open Gate Network",
        {"x": 0.5, "y": 0.25},
    )
    files = {(file["size"], file["media_type"]): file for file in image["renditions"]}
    assert set(files) == {(size, f"image/{kind}") for size in ("small", "medium", "large") for kind in ("avif", "webp")}
    assert [files[size, "image/webp"]["width"] for size in ("small", "medium", "large")] == [400, 800, 1200]
    assert {file["url"] for file in image["renditions"]} == {source["url"] for source in shown["sources"]}
    assert "alt" not in image
    assert picture.filename not in Client().get(f"{API}images/{picture.pk}/").content.decode()


def test_a_file_says_what_it_is():
    file = factories.document(title="A policy", language="es")
    factories.campaign_story(toolkit=[("file", factories.file_block(file=file))])
    said = ask(f"documents/{file.pk}/")
    assert (said["title"], said["lang"], said["size"], said["media_type"]) == ("A policy", "es", 11, "text/plain")
    assert Client().get(said["url"]).status_code == 200
    for wrong in ("0", "9" * 30, "abc"):
        ask(f"documents/{wrong}/", 404)
        ask(f"images/{wrong}/", 404)


@pytest.mark.usefixtures("spanish_home")
def test_the_news_come_as_a_json_feed():
    text = [("text", f'<p><a linktype="page" id="{factories.about().pk}">Who we are</a></p>')]
    story = factories.campaign_story(title="A story", body=text)
    news = factories.announcement(title="An announcement")
    feed = ask("feed.json", locale="en")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (
        "http://testserver/en/", "http://testserver/api/v1/feed.json?locale=en",
    )  # fmt: skip
    assert [item["title"] for item in feed["items"]] == ["An announcement", "A story"]
    assert 'href="http://testserver/en/' in feed["items"][1]["content_html"]
    assert [item["id"] for item in ask("feed.json", locale="en", type="announcement")["items"]] == [
        feed["items"][0]["id"]
    ]
    atom = Client().get("/en/feed.atom").content.decode()
    assert all(item["id"] in atom for item in feed["items"])
    spanish = factories.translated(news, state="outdated")
    (item,) = ask("feed.json", locale="es")["items"]
    assert "Esta página ha cambiado desde que se tradujo." in item["content_html"]
    assert item["url"].endswith(spanish.url)
    assert story.url in feed["items"][1]["url"]
    ask("feed.json", 404, locale="ht")
    before = queries("feed.json?locale=en")
    factories.announcement()
    assert queries("feed.json?locale=en") == before <= 16


def test_what_will_go_says_so_long_before(monkeypatch):
    since, until = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2027, 2028))
    monkeypatch.setitem(RETIRING, "pages/{page_id}/", Retiring(since, until, "/docs/api.md"))
    openapi.cache_clear()
    page = factories.home()
    answer = Client().get(f"{API}pages/{page.pk}/")
    assert answer["Deprecation"] == f"@{int(since.timestamp())}"
    assert parse_http_date(answer["Sunset"]) == until.timestamp()
    assert '</docs/api.md>; rel="deprecation"' in answer["Link"]
    assert "Deprecation" in answer["Access-Control-Expose-Headers"]
    assert openapi()["paths"][f"{API}pages/{{page_id}}/"]["get"]["deprecated"] is True
    assert "Deprecation" not in Client().get(f"{API}pages/")
    openapi.cache_clear()
