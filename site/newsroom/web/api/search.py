"""Search as the search page has it: the best matches of a language, why each was found, what to narrow them by."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja.decorators import decorate_view
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.documents import approved_page, visible_rows
from newsroom.authoring.schemas import Card, Shape
from newsroom.web.api import searching
from newsroom.web.api.core import api, as_json
from newsroom.web.api.links import link_to_windows
from newsroom.web.api.parameters import SearchQuery, takes_only
from newsroom.web.api.problems import Problem
from newsroom.web.api.searching import Facets, Highlights


class SearchMeta(Shape):
    """`total_count` is how many are found; `is_bounded` says that more match than were looked at."""

    total_count: int
    limit: int
    offset: int
    is_bounded: bool


class SearchItem(Shape):
    """A page that was found, and the pieces of its approved text that show why."""

    card: Card
    highlights: Highlights


class SearchAnswer(Shape):
    """What was found. `how`: the pages have "all" of the words, "some" (no page has all), or what is "close" (no page
    has any). `meant` is what was probably meant where not all words were found, else empty."""

    meta: SearchMeta
    how: Literal["all", "some", "close"]
    meant: str
    facets: Facets
    items: list[SearchItem]


@api.get("search/", response={200: SearchAnswer, 400: Problem}, operation_id="search", summary="Search a language")
@decorate_view(takes_only(SearchQuery))
def search(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Public pages of a language that match, the best first."""
    answered = searching.answer(query.q, query.locale, query.type or "", query.place or "")
    shown = answered.ids[query.offset : query.offset + query.limit]
    by_id = {card.id: card for card in cards(Page.objects.filter(pk__in=shown))} if shown else {}
    pages = [approved_page(row) for row in visible_rows().filter(pk__in=list(by_id))] if by_id else []
    highlights = searching.highlight(pages, answered.matched, query.locale) if pages else {}
    meta = SearchMeta(
        total_count=len(answered.ids), limit=query.limit, offset=query.offset, is_bounded=answered.is_bounded
    )
    document = SearchAnswer(
        meta=meta,
        how=answered.how,
        meant=answered.meant,
        facets=answered.facets,
        items=[
            SearchItem(card=by_id[pk], highlights=highlights.get(pk) or Highlights(title=[], text=[]))
            for pk in shown
            if pk in by_id
        ],
    )
    response = as_json(document.model_dump_json(), [query.locale])
    link_to_windows(request, response, meta.model_dump(), counts=True)
    return response
