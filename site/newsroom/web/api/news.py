"""News as a JSON Feed (version 1.1), beside the Atom and RSS feeds of the site."""

from __future__ import annotations

import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja.decorators import decorate_view

from newsroom.authoring.schemas import Shape
from newsroom.web.api.core import api
from newsroom.web.api.page_types import page_types
from newsroom.web.api.parameters import FeedQuery, takes_only
from newsroom.web.api.problems import Problem, Refusal
from newsroom.web.discovery.addresses import uri
from newsroom.web.discovery.feed import content_of, id_of, news_of

MEDIA_TYPE = "application/feed+json"


class FeedAuthor(Shape):
    name: str


class FeedItem(Shape):
    """A page: `id` stays when it moves, `content_html` is its whole text, its addresses absolute."""

    id: str
    url: str
    title: str
    summary: str
    content_html: str
    date_published: datetime.datetime | None
    date_modified: datetime.datetime | None
    language: str
    tags: list[str]


class JsonFeed(Shape):
    """A JSON Feed (https://www.jsonfeed.org/version/1.1/) of the newest twenty pages, the newest first."""

    version: Literal["https://jsonfeed.org/version/1.1"] = "https://jsonfeed.org/version/1.1"
    title: str
    home_page_url: str
    feed_url: str
    language: str
    authors: list[FeedAuthor]
    items: list[FeedItem]


@api.get(
    "feed.json",
    response={200: JsonFeed, 400: Problem, 404: Problem},
    operation_id="get_feed",
    summary="Get the news as a JSON Feed",
)
@decorate_view(takes_only(FeedQuery))
def get_feed(request: HttpRequest, query: Query[FeedQuery]) -> HttpResponse:
    """The newest stories and announcements of a language, whole. 404 while its home page is not public."""
    news = news_of(query.locale, page_types()[query.type] if query.type else None)
    if news is None:
        raise Refusal(404, "Nothing is public in this language yet.")
    address = f"{request.path}?locale={query.locale}" + (f"&type={query.type}" if query.type else "")
    feed = JsonFeed(
        title=" · ".join(filter(None, (news.title, news.site))),
        home_page_url=uri(news.url),
        feed_url=uri(address),
        language=query.locale,
        authors=[FeedAuthor(name=news.site)] if news.site else [],
        items=[
            FeedItem(
                id=id_of(document),
                url=uri(document.url),
                title=document.title,
                summary=document.summary,
                content_html=content_of(document),
                date_published=document.published_at,
                date_modified=document.updated_at,
                language=document.lang,
                tags=[document.type, *getattr(document, "issues", [])],
            )
            for document in news.documents
        ],
    )
    response = HttpResponse(feed.model_dump_json(), content_type=MEDIA_TYPE)
    response["Content-Language"] = query.locale
    return response
