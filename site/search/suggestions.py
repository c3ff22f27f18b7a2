"""What to offer a reader who typed nothing, or found nothing: the places that pages name, and the newest news."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.schemas import Card
from newsroom.authoring.visible import visible_pages
from newsroom.web.api.page_types import page_types
from search.finding import facets
from search.vocabulary import PLACES

_PLACES, _NEWEST = 12, 5
# The places of so many pages are counted, so that a large site is not read whole for them.
_READ = 300


class Suggestions(NamedTuple):
    """Names of places, the most frequent first, and the newest stories and announcements."""

    places: list[str]
    newest: list[Card]


def suggestions(code: str) -> Suggestions:
    """What readers of this language can start from: two queries."""
    news = ContentType.objects.get_for_models(*(model for model in page_types().values() if model.in_feed))
    newest = _newest_first(Page.objects.filter(locale__language_code=code, content_type__in=news.values()))
    pages = _newest_first(visible_pages().filter(locale__language_code=code).annotate(places=PLACES))
    places = facets(pages.values_list("content_type_id", "places", named=True)[:_READ]).place
    return Suggestions([each.value for each in places[:_PLACES]], cards(newest, limit=_NEWEST))


def _newest_first(pages: Any) -> Any:
    return pages.order_by("-first_published_at", "-pk")
