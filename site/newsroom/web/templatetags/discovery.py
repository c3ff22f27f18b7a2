"""What the head of a page says to machines. No query starts here."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.schemas import Card, PageDocument
from newsroom.translation.languages import get_language
from newsroom.web.api.page_types import page_types
from newsroom.web.discovery.addresses import uri
from newsroom.web.discovery.structured import as_script_text, structured
from newsroom.web.sharing import words
from newsroom.web.sharing.poster import HEIGHT, WIDTH

register = template.Library()


class SharedImage(NamedTuple):
    """The poster of a page as the head names it, and what it says."""

    url: str
    width: int
    height: int
    alt: str


@register.simple_tag
def shared_image(page: PageDocument, home: Card | None, is_sublist: bool = False) -> SharedImage:
    """The page's poster; a list below a page, and a page that is not for social media, has none of its own, and shows
    that of the home page. The address changes with the page: others keep what they once fetched from one."""
    if home and (is_sublist or not page.is_for_social_media):
        return SharedImage(absolute_url(reverse("poster", args=[home.id])), WIDTH, HEIGHT, words.of_card(home, "").alt)
    version = f"?v={int(page.updated_at.timestamp())}" if page.updated_at else ""
    alt = words.of_document(page, home.title if home else "").alt
    return SharedImage(absolute_url(reverse("poster", args=[page.id]) + version), WIDTH, HEIGHT, alt)


class FeedLink(NamedTuple):
    """A feed as the head names it."""

    media_type: str
    title: str
    url: str


@register.simple_tag
def feed_links(page: PageDocument, home: Card | None) -> list[FeedLink]:
    """The feeds of the page's language, and of the list that the page is."""
    if home is None:
        return []
    channels = [(gettext("News"), home.url)]
    if page_types()[page.type].feeds:
        channels.append((page.title, page.url))
    links = [
        FeedLink(f"application/{kind}+xml", f"{title} · {home.title}", f"{url}feed.{kind}")
        for title, url in channels
        for kind in ("atom", "rss")
    ]
    as_json = FeedLink("application/feed+json", links[0].title, f"/api/v1/feed.json?locale={page.lang}")
    return [*links, as_json]


@register.simple_tag
def oembed_links(page: PageDocument) -> list[tuple[str, str]]:
    """Where others ask what to show of the page: (media type, address)."""
    if not page.is_for_social_media:
        return []
    about = absolute_url(reverse("oembed") + "?" + urlencode({"url": uri(page.url)}))
    return [("application/json+oembed", f"{about}&format=json"), ("text/xml+oembed", f"{about}&format=xml")]


@register.simple_tag
def structured_data(page: PageDocument, home: Card | None, lists: dict[str, Any]) -> SafeString:
    """What the page is, as JSON-LD for a <script> that is data and never runs."""
    return as_script_text(json.dumps(structured(page, home, lists or {}), ensure_ascii=False, separators=(",", ":")))


@register.filter
def og_locale(code: str) -> str:
    """A language as Open Graph writes it: "es_ES" for "es"."""
    return get_language(code).open_graph


@register.filter
def is_article(page: PageDocument) -> bool:
    """Whether a page is a text with a date rather than a place of the site."""
    return page.type in {"announcement", "campaign_story", "vision"}
