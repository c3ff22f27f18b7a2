"""A site with a page of each type: what machines are told of it agrees with what the pages themselves say."""

from __future__ import annotations

import pytest

from newsroom.authoring.delivery import public_url
from newsroom.authoring.visible import visible_pages
from tests import factories
from tests.web.machines import BASE, read_xml, sitemap, text
from tests.web.reading import alternates, read

pytestmark = pytest.mark.django_db


def test_the_sitemaps_list_exactly_what_is_public_and_each_address_answers(client, site):
    listed = {url for lang in ("en", "ar") for url in sitemap(client, lang)}
    rows = visible_pages().values_list("locale__language_code", "url_path")
    assert listed == {BASE + public_url(code, path) for code, path in rows}
    assert len(listed) >= len(site)
    assert {client.get(url.removeprefix(BASE)).status_code for url in listed} == {200}


def test_a_sitemap_names_the_languages_that_the_head_of_each_page_names(client, site):
    factories.translated(site["home", "en"], "es")
    factories.translated(site["story_index", "en"], "es")
    for lang in ("en", "ar", "es"):
        for url, links in sitemap(client, lang).items():
            assert links == alternates(read(client, url.removeprefix(BASE))), url


def test_every_page_names_the_feed_of_its_language(client, site):
    for (_, lang), page in site.items():
        link = read(client, page.url).find("link", type="application/atom+xml")
        assert (link["rel"], link["href"]) == (["alternate"], f"/{lang}/feed.atom")
        assert link["title"] == text(read_xml(client, link["href"]), "atom:title")
