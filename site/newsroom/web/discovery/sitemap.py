"""Sitemaps (sitemaps.org 0.9): an index, and for each language its public pages and lists with their translations.

Django's own sitemaps take the host from the request and have another rule for languages, so only its XML writer is
used. `lastmod` is when readers last got a new version; the index has none, for a page that goes leaves no date.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.xmlutils import SimplerXMLGenerator

from newsroom.authoring.alternates import hreflangs
from newsroom.authoring.delivery import public_url
from newsroom.translation.languages import LANGUAGES, is_known
from newsroom.web.discovery.addresses import addressable_pages, uri, uri_of
from newsroom.web.views import PublicView

# The protocol allows 50,000 and 50 MB. A part is written anew for each who asks, so it stays small: some 6 MB at most.
PAGES_IN_A_PART = 5_000
PARTS = 50_000 // len(LANGUAGES)  # The index has room for no more.

_SITEMAP = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_WITH_LANGUAGES = {**_SITEMAP, "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}
_FIELDS = ("translation_key", "locale__language_code", "url_path", "last_published_at", "content_type_id")


class SitemapIndex(PublicView):
    """`/sitemap.xml`: the parts of each language that has public pages. Two queries."""

    keeps = True

    def get(self, request: HttpRequest) -> HttpResponse:
        by_language = addressable_pages().order_by().values_list("locale__language_code").annotate(Count("pk"))
        return _xml("sitemapindex", _SITEMAP, "sitemap", ([("loc", {}, url)] for url in _parts(dict(by_language))))


class LanguageSitemap(PublicView):
    """`/sitemap-es.xml`, and `/sitemap-es.2.xml` for what has no room in it. Two queries for any number of pages."""

    keeps = True

    def get(self, request: HttpRequest, lang: str, part: int = 1) -> HttpResponse:
        # The first part has one address only.
        if not is_known(lang) or not 1 <= part <= PARTS or self.kwargs.get("part") == 1:
            raise Http404
        pages = addressable_pages()
        begin = (part - 1) * PAGES_IN_A_PART
        listed = pages.filter(locale__language_code=lang).order_by("path")[begin : begin + PAGES_IN_A_PART]
        entries = [entry for rows in _by_page(pages, listed) for entry in _entries(lang, rows)]
        if not entries:
            raise Http404
        return _xml("urlset", _WITH_LANGUAGES, "url", entries)


def _parts(counts: dict[str, int]) -> Iterable[str]:
    for language in LANGUAGES:
        count = counts.get(language.code, 0)
        if count:
            yield uri_of("sitemap_language", language.code)
        for part in range(2, -(-count // PAGES_IN_A_PART) + 1):
            yield uri_of("sitemap_part", language.code, part)


def _by_page(pages: QuerySet, listed: QuerySet) -> Iterable[dict[str, dict[str, Any]]]:
    """For each of the listed pages, itself and its translations that are public too: {language: row}."""
    found: dict[Any, dict[str, dict[str, Any]]] = {}
    for row in pages.filter(translation_key__in=listed.values("translation_key")).order_by("path").values(*_FIELDS):
        found.setdefault(row["translation_key"], {})[row["locale__language_code"]] = row
    return found.values()


def _entries(lang: str, rows: dict[str, dict[str, Any]]) -> Iterable[Iterable[tuple[str, dict[str, str], str]]]:
    """A page, and the lists that have an address of their own below it. When these changed nobody wrote down."""
    urls = {code: public_url(code, row["url_path"]) for code, row in rows.items()}
    model: Any = ContentType.objects.get_for_id(rows[lang]["content_type_id"]).model_class()
    yield _entry(lang, model, urls, rows[lang]["last_published_at"])
    for name in model.sublists:
        yield _entry(lang, model, {code: f"{url}{name}/" for code, url in urls.items()}, None)


def _entry(lang: str, model: Any, urls: dict[str, str], modified: Any) -> Iterable[tuple[str, dict[str, str], str]]:
    """The elements of one `<url>`: (name, attributes, text)."""
    yield "loc", {}, uri(urls[lang])
    if modified is not None:
        yield "lastmod", {}, modified.isoformat(timespec="seconds")
    for code, url in hreflangs(model.type_name(), urls):
        yield "xhtml:link", {"rel": "alternate", "hreflang": code, "href": uri(url)}, ""


def _xml(root: str, attributes: dict[str, str], name: str, entries: Iterable[Iterable]) -> HttpResponse:
    out = io.StringIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement(root, AttributesImpl(attributes))
    for entry in entries:
        xml.startElement(name, AttributesImpl({}))
        for element, its_attributes, text in entry:
            xml.addQuickElement(element, text, its_attributes)
        xml.endElement(name)
    xml.endElement(root)
    return HttpResponse(out.getvalue(), content_type="application/xml; charset=utf-8")


index_view = SitemapIndex.as_view()
language_view = LanguageSitemap.as_view()
