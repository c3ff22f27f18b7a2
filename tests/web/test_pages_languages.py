"""One page in several languages: how a reader gets from one to the other, and how search engines know."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from tests import factories
from tests.web.reading import alternates, read, squeeze, switcher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("homes")]

BASE = "http://testserver"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr,ar;q=0.7,en;q=0.3", "ar"),
        ("AR-eg", "ar"),
        ("zh-CN,es;q=0.1", "es"),
        ("fr", "en"),
        ("es;q=0,ar;q=0.1", "ar"),
        ("en;q=0", "es"),
        ("en;q=0,es;q=0,ar;q=0", "en"),
        ("*", "en"),
        ("es;q=nonsense", "en"),
        ("x" * 5000, "en"),
    ],
)
def test_the_front_door_leads_to_a_home_in_the_readers_language(client, asked, answered):
    response = client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{answered}/")
    assert "Accept-Language" in response.headers["Vary"]
    assert response.cookies == {}


def test_a_reader_of_mainland_chinese_gets_simplified_chinese(client, homes):
    factories.translated(homes, "zh-hans")
    for asked in ("zh", "zh-CN", "zh-Hans", "zh-Hans-CN", "zh-SG"):
        assert client.get("/", headers={"Accept-Language": asked}).headers["Location"] == "/zh-hans/"
    assert client.get("/", headers={"Accept-Language": "zh-TW"}).headers["Location"] == "/en/"


def test_a_language_whose_home_waits_for_its_review_is_not_offered_at_the_front_door(client, homes):
    factories.translated(homes, "vi", state="in_review")
    assert client.get("/", headers={"Accept-Language": "vi"}).headers["Location"] == "/en/"
    assert set(switcher(read(client, "/en/"))) == {"en", "es", "ar"}


def test_no_cookie_and_no_header_changes_the_language_of_an_address(client):
    client.cookies["django_language"] = "es"
    plain = client.get("/en/")
    asked = client.get("/en/", headers={"Accept-Language": "ar"})
    assert plain.content == asked.content
    assert plain.headers["Content-Language"] == "en"
    assert "Vary" not in plain.headers


def test_the_switcher_leads_to_the_page_itself_where_it_is_translated(client):
    story = factories.campaign_story()
    translation = factories.translated(story, "es")
    links = switcher(read(client, story.url))
    assert links["es"]["href"] == translation.url
    assert squeeze(links["es"].text) == "Español"
    assert links["es"].span["lang"] == "es"
    assert links["en"]["aria-current"] == "true"


def test_the_switcher_leads_to_the_nearest_translated_page_above_and_says_so(client):
    story = factories.campaign_story()
    factories.translated(factories.story_index(), "es")
    links = switcher(read(client, story.url))
    assert links["es"]["href"] == "/es/stories/"
    assert squeeze(links["es"].text) == "Español not translated yet: leads to Stories [es]"
    assert links["es"].bdi["lang"] == "es"
    assert links["ar"]["href"] == "/ar/"
    assert squeeze(links["ar"].text).startswith("العربية not translated yet: leads to")


def test_the_switcher_says_so_in_the_language_of_the_page(client):
    story = factories.translated(factories.campaign_story(), "ar")
    note = switcher(read(client, story.url))["es"].small
    assert squeeze(note.text).startswith("لم تُترجم بعد: ينقلك إلى")


def test_every_language_of_a_page_names_all_of_them(client):
    story = factories.campaign_story()
    urls = {"en": story.url, "es": factories.translated(story, "es").url, "ar": factories.translated(story, "ar").url}
    expected = {code: BASE + url for code, url in urls.items()} | {"x-default": BASE + story.url}
    for url in urls.values():
        soup = read(client, url)
        assert alternates(soup) == expected
        assert soup.find("link", rel="canonical")["href"] == BASE + url


def test_the_homes_name_the_front_door_for_everybody_else(client):
    assert alternates(read(client, "/ar/"))["x-default"] == f"{BASE}/"


def test_a_page_does_not_name_a_language_in_which_it_is_not_public(client):
    story = factories.campaign_story()
    factories.translated(story, "es", state="in_review")
    assert set(alternates(read(client, story.url))) == {"en", "x-default"}


def test_addresses_for_others_come_from_the_settings_and_not_from_the_request(client):
    soup = read(client, "/en/", Host="localhost")
    assert soup.find("link", rel="canonical")["href"] == f"{BASE}/en/"
    assert soup.find("meta", property="og:url")["content"] == f"{BASE}/en/"


def test_a_link_in_a_text_leads_to_the_page_in_the_readers_language(client):
    about = factories.about()
    body = [("text", f'<p>Read <a linktype="page" id="{about.pk}">about us</a>.</p>')]
    story = factories.translated(factories.campaign_story(body=body), "es")
    link = read(client, story.url).select_one(".prose a")
    assert (link["href"], link["hreflang"]) == (about.url, "en")
    translation = factories.translated(about, "es")
    link = read(client, story.url).select_one(".prose a")
    assert (link["href"], link.get("hreflang")) == (translation.url, None)


def test_the_menu_holds_what_is_public_in_the_language_of_the_page(client):
    def menu(url):
        return {link.text for link in read(client, url).select("nav.menu a")}

    about = factories.about()
    vision = factories.vision(state="in_review")
    assert about.title in menu("/en/")
    assert vision.title not in menu("/en/")
    assert menu("/es/") == set()
    Page.objects.filter(pk=about.pk).update(show_in_menus=False)
    assert about.title not in menu("/en/")
