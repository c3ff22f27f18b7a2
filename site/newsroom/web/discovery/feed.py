"""The news of a language as an Atom feed (RFC 4287): `/es/feed.atom`, once its home page is public."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid5

import nh3
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from newsroom.authoring import navigation
from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.documents import build
from newsroom.authoring.rendering import render_content
from newsroom.authoring.schemas import PageDocument
from newsroom.web.discovery.addresses import addressable_pages, kinds, uri, uri_of
from newsroom.web.views import PublicView

ENTRIES = 20

# XML 1.0 has no way to write these, so one of them in a title would break the feed for everybody.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
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
    "video": {"controls", "poster", "preload", "width", "height"},
}


class Feed(Atom1Feed):
    """Django's Atom feed, with each page's whole text, and with a date of its own while there is no news."""

    def latest_post_date(self) -> Any:
        return super().latest_post_date() if self.items else self.feed["since"]

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        # Django takes a description for HTML; ours is what an author typed.
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class FeedView(PublicView):
    """The newest public stories and announcements of a language. The number of queries is that of a page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        lang = get_language() or settings.LANGUAGE_CODE
        home = navigation.visible_at(lang, "")
        if home is None:
            raise Http404
        name = _clean(home.live_revision.content["title"])
        url = uri_of("feed")
        feed = Feed(
            title=f"{gettext('News')} · {name}",
            link=uri(f"/{lang}/"),
            description=None,
            language=lang,
            author_name=name,
            feed_url=url,
            feed_guid=url,
            since=home.last_published_at or home.live_revision.created_at,
        )
        for document in build(_newest(lang)):
            _add(feed, document)
        return HttpResponse(feed.writeString("utf-8"), content_type=Feed.content_type)


def _newest(lang: str) -> list[Any]:
    pages = addressable_pages().select_related("live_revision", "locale").filter(locale__language_code=lang)
    news = pages.filter(content_type__in=kinds(in_feed=True), first_published_at__isnull=False)
    return list(news.order_by("-first_published_at", "-pk")[:ENTRIES])


def _add(feed: Feed, document: PageDocument) -> None:
    feed.add_item(
        title=_clean(document.title),
        link=uri(document.url),
        description=_clean(document.summary),
        # The same for as long as the page exists in this language, wherever it moves.
        unique_id=uuid5(document.translation_key, document.lang).urn,
        pubdate=document.published_at,
        updateddate=document.updated_at or document.published_at,
        content=_clean(_elsewhere(render_content(document))),
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


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


feed_view = FeedView.as_view()
