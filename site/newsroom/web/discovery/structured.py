"""What a page is, in the words of schema.org (JSON-LD), for search engines and archives.

It is read off the same document as the HTML and the JSON. There is no person in it: not the subject of a story, not who
wrote it, not whom the press may write to. The publisher, and the author, is the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from newsroom.authoring.blocks.media import VideoShape
from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.schemas import Card, PageDocument
from newsroom.web.sharing.poster import HEIGHT, WIDTH

Thing = dict[str, Any]
# A list's first pages are enough to say what kind of list it is.
ITEMS = 24
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def structured(page: PageDocument, home: Card | None, lists: dict[str, Any]) -> Thing:
    """A page as a JSON-LD document: itself, who publishes it, the way up to it, its videos, its list."""
    make = _BY_TYPE.get(page.type, _web_page)
    things = [
        make(page) | _published(page, home),
        *([_organisation(home)] if home else []),
        *_breadcrumbs(page),
        *(_video(video, page) for video in _videos(page)),
        *_item_list(page, lists),
    ]
    return {"@context": "https://schema.org", "@graph": [_said(thing) for thing in things]}


def as_script_text(data: str) -> SafeString:
    """JSON as the text of a <script>: whatever an author typed, it can neither end the element nor begin a comment."""
    return mark_safe(data.translate(_ESCAPES))  # noqa: S308 - escaped


# One function for each kind of page


def _home(page: PageDocument) -> Thing:
    return {"@type": "WebSite", "name": page.title, "description": page.search_description or getattr(page, "lead", "")}


def _about(page: PageDocument) -> Thing:
    return _web_page(page) | {"@type": "AboutPage"}


def _list(page: PageDocument) -> Thing:
    return _web_page(page) | {"@type": "CollectionPage"}


def _article(page: PageDocument) -> Thing:
    return {"@type": "Article", "headline": page.title, "description": page.search_description}


def _campaign(page: PageDocument) -> Thing:
    place = ", ".join(filter(None, (getattr(page, "place", ""), getattr(page, "region", ""))))
    return _article(page) | {"contentLocation": {"@type": "Place", "name": place} if place else None}


def _news(page: PageDocument) -> Thing:
    place, day = getattr(page, "dateline_place", ""), getattr(page, "dateline_date", None)
    dateline = ", ".join(filter(None, (place, day.isoformat() if day else "")))
    return _article(page) | {"@type": "NewsArticle", "dateline": dateline}


def _web_page(page: PageDocument) -> Thing:
    return {"@type": "WebPage", "name": page.title, "description": page.search_description}


_BY_TYPE: dict[str, Callable[[PageDocument], Thing]] = {
    "home": _home,
    "about": _about,
    "vision": _article,
    "campaign_story": _campaign,
    "announcement": _news,
    "story_index": _list,
    "announcement_index": _list,
    "partner_index": _list,
    "commitment_index": _list,
}


# What they have in common


def _published(page: PageDocument, home: Card | None) -> Thing:
    url = absolute_url(page.url)
    network = {"@id": _organisation_id(home)} if home else None
    return {
        "@id": f"{url}#page",
        "url": url,
        "inLanguage": page.lang,
        "datePublished": page.published_at.isoformat() if page.published_at else None,
        "dateModified": page.updated_at.isoformat() if page.updated_at else None,
        "image": _poster(page),
        "publisher": network,
        "author": network if _BY_TYPE.get(page.type) in (_article, _campaign, _news) else None,
        "workTranslation": [
            {"@type": "CreativeWork", "url": absolute_url(link.url), "inLanguage": link.lang, "name": link.title}
            for link in page.translations
        ],
    }


def _poster(page: PageDocument) -> Thing | None:
    if not page.is_for_social_media:
        return None
    url = absolute_url(reverse("poster", args=[page.id]))
    return {"@type": "ImageObject", "url": url, "width": WIDTH, "height": HEIGHT}


def _organisation_id(home: Card) -> str:
    return f"{absolute_url(home.url)}#network"


def _organisation(home: Card) -> Thing:
    url = absolute_url(home.url)
    return {
        "@type": "NGO",
        "@id": _organisation_id(home),
        "name": home.title,
        "url": url,
        "description": home.summary,
        "logo": absolute_url(reverse("poster", args=[home.id])),
    }


def _breadcrumbs(page: PageDocument) -> Iterable[Thing]:
    if not page.ancestors:
        return
    way = [*((link.title, link.url) for link in page.ancestors), (page.title, page.url)]
    yield {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": absolute_url(url)}
            for number, (title, url) in enumerate(way, 1)
        ],
    }


def _videos(page: PageDocument) -> list[VideoShape]:
    body = [block for block in getattr(page, "body", []) if isinstance(block, VideoShape)]
    return [*body, *getattr(page, "videos", [])]


def _video(video: VideoShape, page: PageDocument) -> Thing:
    poster = absolute_url(video.poster.sources[-1].url) if video.poster and video.poster.sources else None
    return {
        "@type": "VideoObject",
        "name": video.title,
        "description": page.search_description or page.title,
        "inLanguage": page.lang,
        "uploadDate": page.published_at.isoformat() if page.published_at else None,
        "thumbnailUrl": poster or (_poster(page) or {}).get("url"),
        "contentUrl": absolute_url(video.file.url) if video.file else None,
        "encodingFormat": video.file.media_type if video.file else None,
        "embedUrl": video.embed.url if video.embed else None,
        "url": video.url,
        "isPartOf": {"@id": f"{absolute_url(page.url)}#page"},
    }


def _item_list(page: PageDocument, lists: dict[str, Any]) -> Iterable[Thing]:
    """The pages that a list shows; a home page shows some too, but is none."""
    if _BY_TYPE.get(page.type) is not _list:
        return
    shown: list[Card] = []
    for each in lists.values():
        cards = getattr(each, "cards", each)  # A list with filters holds more than its cards.
        shown += [card for card in cards if isinstance(card, Card)] if isinstance(cards, list) else []
    if shown:
        yield {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": card.title, "url": absolute_url(card.url)}
                for number, card in enumerate(shown[:ITEMS], 1)
            ],
        }


def _said(thing: Thing) -> Thing:
    """A thing without what nothing is known of."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
