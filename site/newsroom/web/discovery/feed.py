"""News as Atom (RFC 4287) and as RSS 2.0: all of a language's at `/es/feed.atom`, a list's below the list's address."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from uuid import uuid5

import nh3
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import get_language, gettext

from newsroom.authoring import navigation
from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.documents import build, visible_rows
from newsroom.authoring.rendering import render_content
from newsroom.authoring.schemas import PageDocument
from newsroom.web import errors
from newsroom.web.api.page_types import page_types
from newsroom.web.discovery.addresses import addressable_pages, kinds, site_name, uri
from newsroom.web.discovery.xml import xml_text
from newsroom.web.views import PublicView

ENTRIES = 20

# What is left of a page where its style sheets are not: the structure of a text, pictures, a player.
_TAGS = {
    *("article", "div", "p", "br", "b", "strong", "i", "em", "small", "sup", "sub", "bdi", "cite", "time", "span", "a"),
    *("h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "img"),
    *("video", "source", "details", "summary"),
}
# For browsers only: a `<source>` of a `<picture>`, which nobody takes outside of one.
_SOURCE = re.compile(r'<source type="image/[^>]*>')
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "rel", "type"},
    "blockquote": {"cite"},
    "img": {"src", "width", "height", "alt"},
    "source": {"src", "type"},
    "time": {"datetime"},
    "video": {"controls", "preload"},
}


class AtomFeed(Atom1Feed):
    """Django's Atom feed, with each page's whole text, and with a date of its own while there is no news."""

    def latest_post_date(self) -> Any:
        return super().latest_post_date() if self.items else self.feed["since"]

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # Django takes a description for HTML; ours is what an author typed.
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class RssFeed(Rss201rev2Feed):
    """The same as RSS 2.0, with the whole text as its content module has it."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def latest_post_date(self) -> Any:
        return super().latest_post_date() if self.items else self.feed["since"]

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # A description is HTML here (RSS 2.0 says nothing, its readers all do); an author typed plain text.
        super().add_item_elements(handler, {**item, "description": escape(item["description"]) or None})
        handler.addQuickElement("content:encoded", item["content"])


FORMATS: dict[str, type[AtomFeed] | type[RssFeed]] = {"atom": AtomFeed, "rss": RssFeed}


class Channel(NamedTuple):
    """What a feed is about: the list's title and address, its pages, and since when it has been there."""

    title: str
    url: str
    pages: Any
    since: Any


class FeedView(PublicView):
    """The newest public pages of a list, or of a whole language. The number of queries is that of a page."""

    keeps = True

    def get(self, request: HttpRequest, path: str = "", kind: str = "atom") -> HttpResponse:
        lang = get_language() or settings.LANGUAGE_CODE
        channel = _channel(lang, path)
        if channel is None:
            if path and navigation.was_taken_down(lang, path):
                return errors.gone(request)
            raise Http404
        name = xml_text(site_name(lang))
        url = uri(f"{channel.url}feed.{kind}")
        feed = FORMATS[kind](
            title=" · ".join(filter(None, (xml_text(channel.title), name))),
            link=uri(channel.url),
            description=name,
            subtitle=None,
            language=lang,
            author_name=name,
            feed_url=url,
            feed_guid=url,
            since=channel.since,
        )
        for document in build(_newest(channel.pages)):
            _add(feed, document)
        return HttpResponse(feed.writeString("utf-8"), content_type=FORMATS[kind].content_type)


def _channel(lang: str, path: str) -> Channel | None:
    """The list that stands at a path, if it is public and has a feed: a language's home page, a page that lists news,
    or a list below such a page."""
    row, name = navigation.visible_at(lang, path), ""
    if row is None and path:
        above, _, name = path.rstrip("/").rpartition("/")
        row = navigation.visible_at(lang, f"{above}/") if above else None
    if row is None:
        return None
    pages = addressable_pages().filter(path__startswith=row.path, locale_id=row.locale_id)
    since = row.last_published_at or row.live_revision.created_at
    if not path:
        return Channel(gettext("News"), f"/{lang}/", pages.filter(content_type__in=kinds(in_feed=True)), since)
    model = row.specific_class
    if name not in getattr(model, "feeds", {}):
        return None
    title = str(model.sublists[name]) if name else row.live_revision.content["title"]
    return Channel(title, f"/{lang}/{path}", pages.type(page_types()[model.feeds[name]]), since)


class News(NamedTuple):
    """The newest pages of a language, the newest first. `site` is what the site is called in it."""

    title: str
    site: str
    url: str
    documents: list[PageDocument]


def news_of(lang: str, model: type | None = None) -> News | None:
    """A language's news, of one type or of all; None while the language has no public home page."""
    with translation.override(lang):
        channel = _channel(lang, "")
        if channel is None:
            return None
        pages = channel.pages.type(model) if model is not None else channel.pages
        return News(channel.title, site_name(lang), channel.url, build(_newest(pages)))


def id_of(document: PageDocument) -> str:
    """The same for as long as the page exists in this language, wherever it moves."""
    return uuid5(document.translation_key, document.lang).urn


def content_of(document: PageDocument) -> str:
    """A page's whole text, for somebody else to show."""
    return _elsewhere(render_content(document))


def _newest(pages: Any) -> list[Any]:
    news = visible_rows().filter(pk__in=pages.values("pk"), first_published_at__isnull=False)
    return list(news.order_by("-first_published_at", "-pk")[:ENTRIES])


def _add(feed: AtomFeed | RssFeed, document: PageDocument) -> None:
    feed.add_item(
        title=xml_text(document.title),
        link=uri(document.url),
        description=xml_text(document.summary),
        unique_id=id_of(document),
        unique_id_is_permalink=False,
        pubdate=document.published_at,
        updateddate=document.updated_at or document.published_at,
        content=xml_text(content_of(document)),
    )


def _elsewhere(html: str) -> str:
    """HTML of ours as it can be shown by somebody else: without what our style sheets need, its addresses absolute."""
    return nh3.clean(
        _SOURCE.sub("", html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", absolute_url("/")),
    )


feed_view = FeedView.as_view()
