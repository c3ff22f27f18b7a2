"""A site with a page of each type: what machines are told of it agrees with what the pages themselves say."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from PIL import Image

from newsroom.authoring.delivery import public_url
from newsroom.authoring.visible import visible_pages
from newsroom.web.sharing.poster import Poster, draw
from tests import factories
from tests.web.machines import BASE, read_xml, sitemap, text
from tests.web.reading import alternates, read
from tests.web.structured import things

pytestmark = pytest.mark.django_db


def test_the_sitemaps_list_exactly_what_is_public_and_each_address_answers(client, site):
    listed = {url for lang in ("en", "ar") for url in sitemap(client, lang)}
    rows = visible_pages().values_list("locale__language_code", "url_path")
    lists = {f"{BASE}/{lang}/stories/announcements/" for lang in ("en", "ar")}
    assert listed == {BASE + public_url(code, path) for code, path in rows} | lists
    assert len(listed) >= len(site)
    assert {client.get(url.removeprefix(BASE)).status_code for url in listed} == {200}


def test_a_sitemap_names_the_languages_that_the_head_of_each_page_names(client, site):
    factories.translated(site["home", "en"], "es")
    factories.translated(site["story_index", "en"], "es")
    entries = {url: links for lang in ("en", "ar", "es") for url, links in sitemap(client, lang).items()}
    for url, links in entries.items():
        assert links == alternates(read(client, url.removeprefix(BASE))), url
        # Each one that is named names the same ones back, and there is one for everybody else.
        assert url in links.values()
        others = {code: other for code, other in links.items() if code != "x-default"}
        assert all(entries[other] == links for other in others.values())
        assert links["x-default"] in (*others.values(), f"{BASE}/")


def test_every_page_names_the_feeds_of_its_language_and_a_list_its_own(client, site):
    for (name, lang), page in site.items():
        links = read(client, page.url).select("link[type='application/atom+xml'], link[type='application/rss+xml']")
        below = [f"/{lang}/", *([page.url] if name == "story_index" else [])]
        assert [link["href"] for link in links] == [f"{url}feed.{kind}" for url in below for kind in ("atom", "rss")]
        as_json = read(client, page.url).find("link", type="application/feed+json")
        assert client.get(as_json["href"]).json()["language"] == lang
        for link in links if name in ("home", "story_index") else ():
            root = read_xml(client, link["href"])
            assert link["title"] == text(root, "atom:title" if link["href"].endswith("atom") else "channel/title")


def meta(soup) -> dict[str, str]:
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in soup.select("meta[content]")}


def test_every_page_shows_others_its_own_poster_and_says_what_is_on_it(client, site):
    for (name, lang), page in site.items():
        soup = read(client, page.url)
        said = meta(soup)
        assert said["og:title"] == page.title
        assert said["og:description"] == said["description"] if page.summary else "og:description" not in said
        assert said["og:url"] == soup.find("link", rel="canonical")["href"]
        assert said["og:locale"] == {"en": "en_US", "ar": "ar_AR"}[lang]
        assert said["og:locale:alternate"] == {"en": "ar_AR", "ar": "en_US"}[lang]
        articles = {"announcement", "campaign_story", "vision"}
        assert said["og:type"] == ("article" if name in articles else "website")
        assert ("article:published_time" in said) == (name in articles)
        assert said["twitter:card"] == "summary_large_image"
        assert page.title in said["og:image:alt"]
        assert said["og:image"].startswith("http://testserver/share/")
        if lang == "ar":
            shown = client.get(urlsplit(said["og:image"]).path).content
            assert (
                Image.open(io.BytesIO(shown)).size
                == (int(said["og:image:width"]), int(said["og:image:height"]))
                == (1200, 630)
            )
            words = said["og:image:alt"].removeprefix(page.title).strip(" ·").split(" · ")
            kicker, home = (" · ".join(words[:-1]), words[-1]) if name != "home" else ("", "")
            assert shown == draw(Poster(lang, page.title, kicker, home)), name


MAIN = {
    "home": "WebSite", "about": "AboutPage", "vision": "Article", "campaign_story": "Article",
    "announcement": "NewsArticle", "story_index": "CollectionPage", "partner_index": "CollectionPage",
    "commitment_index": "CollectionPage", "partner": "WebPage", "commitment": "WebPage",
}  # fmt: skip


def test_every_page_says_what_it_is_and_names_nobody(client, site):
    home = {lang: read(client, f"/{lang}/").h1.text for lang in ("en", "ar")}
    for (name, lang), page in site.items():
        soup = read(client, page.url)
        said = things(soup)
        (main,) = said[MAIN[name]]
        assert main.get("headline", main.get("name")) == page.title
        assert (main["url"], main["inLanguage"]) == (soup.find("link", rel="canonical")["href"], lang)
        assert main["image"]["url"] == f"{BASE}/share/{page.pk}.png"
        assert {work["inLanguage"] for work in main["workTranslation"]} == {"en": {"ar"}, "ar": {"en"}}[lang]
        assert [network["name"] for network in said["NGO"]] == [home[lang]]
        way = said["BreadcrumbList"][0]["itemListElement"] if name != "home" else []
        above = [link["href"] for link in soup.select("nav.breadcrumbs a")]
        assert [step["item"] for step in way] == ([BASE + url for url in (*above, page.url)] if way else [])
        shown = {BASE + link["href"] for link in soup.select("main .card h3 a")}
        for listed in said.get("ItemList", []):
            assert {item["url"] for item in listed["itemListElement"]} == shown
        assert ("ItemList" in said) == name.endswith("_index")
        assert len(said.get("VideoObject", [])) == len(soup.select("figure.video"))
        data = soup.find("script", type="application/ld+json").string
        assert "Press desk" not in data
        assert "press@example.org" not in data
        assert '"Person"' not in data


def test_a_list_below_a_page_is_one_itself(client, site):
    for lang in ("en", "ar"):
        soup = read(client, f"/{lang}/stories/announcements/")
        feeds = [link["href"] for link in soup.select("link[type='application/rss+xml']")]
        assert feeds == [f"/{lang}/feed.rss", f"/{lang}/stories/announcements/feed.rss"]
        assert text(read_xml(client, feeds[1]), "channel/title").startswith(soup.h1.text)
        said, home = meta(soup), site["home", lang]
        assert (said["og:title"], said["og:image"]) == (soup.h1.text, f"{BASE}/share/{home.pk}.png")
        assert said["og:image:alt"] == home.title
        (listed,) = things(soup)["ItemList"]
        assert [item["name"] for item in listed["itemListElement"]] == [site["announcement", lang].title]
        assert soup.select("link[type$=oembed]") == []
