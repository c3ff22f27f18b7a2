"""Where the API finds words and places. The search room registers itself here; until then it is Wagtail's search.

`find` takes what a reader typed and a language code (or None for every language), and gives ids of pages, the best
first, not more than CANDIDATES of them. It need not know what is public: the API asks that again. `in_place` is the
condition that a page names a place, and `places` the expression, on rows of pages, for the places that one names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, TextField, Value
from pydantic import BaseModel, ConfigDict
from wagtail.models import Page

# Ranking every match of a common word is what makes search slow; nobody pages through a thousand of them.
CANDIDATES = 1000


class FacetCount(BaseModel):
    """Something to narrow a search by: what to ask for, and how many of the matches would be left."""

    model_config = ConfigDict(extra="forbid")

    value: str
    count: int


class Facets(BaseModel):
    """What the matches of a search can be narrowed by, the most frequent first: `type` and `place` each hold values for
    the parameter of that name, counted under all other parameters. A page may name several places."""

    model_config = ConfigDict(extra="forbid")

    type: list[FacetCount]
    place: list[FacetCount]


class Piece(BaseModel):
    """Some plain text (not HTML), and whether it is what was looked for."""

    model_config = ConfigDict(extra="forbid")

    text: str
    is_match: bool


class Highlights(BaseModel):
    """Why a page was found: its title and a part of its text, in pieces that put together are the text."""

    model_config = ConfigDict(extra="forbid")

    title: list[Piece]
    text: list[Piece]


@dataclass(frozen=True)
class Answered:
    """What was found for a question (`search.answering.Answer`): ids, the best first."""

    ids: list[int]
    facets: Facets
    matched: str
    how: Literal["all", "some", "close"] = "all"
    meant: str = ""
    is_bounded: bool = False


@dataclass(frozen=True)
class Searching:
    """See the module. `answer` takes words, a language, a type and a place (or "" for any), `highlight` approved pages,
    the words that they match, and a language. `facets` counts rows that have `content_type_id` and `places`, given the
    type and the place that are asked for (or None)."""

    find: Callable[[str, str | None], Sequence[int]]
    in_place: Callable[[str], Q]
    places: Any
    facets: Callable[[Iterable[Any], str | None, str | None], Facets]
    answer: Callable[[str, str, str, str], Answered]
    highlight: Callable[[Iterable[Any], str, str], dict[int, Highlights]]


def wagtail_search(query: str, locale: str | None) -> list[int]:
    """Wagtail's own search, over live pages."""
    pages = Page.objects.live()
    if locale:
        pages = pages.filter(locale__language_code=locale)
    return [page.pk for page in pages.search(query)[:CANDIDATES]]


_searching = Searching(
    find=wagtail_search,
    in_place=lambda place: Q(pk__in=[]),
    places=Value([], output_field=ArrayField(TextField())),
    facets=lambda rows, type_name, place: Facets(type=[], place=[]),
    answer=lambda words, locale, type_name, place: Answered(
        wagtail_search(words, locale), Facets(type=[], place=[]), words
    ),
    highlight=lambda pages, words, locale: {},
)


def register(searching: Searching) -> None:
    """Use this from now on (called by an application when it is ready)."""
    global _searching
    _searching = searching


def search(query: str, locale: str | None) -> list[int]:
    """Ids of pages that match, the best first."""
    return list(_searching.find(query, locale))[:CANDIDATES]


def in_place(place: str) -> Q:
    """The condition that a page names this place."""
    return _searching.in_place(place)


def facets(rows: Any, type_name: str | None, place: str | None) -> Facets:
    """What these rows can be narrowed by: one query."""
    counted = rows.annotate(places=_searching.places).order_by().values_list("content_type_id", "places", named=True)
    return _searching.facets(counted, type_name, place)


def answer(words: str, locale: str, type_name: str, place: str) -> Answered:
    """What is found in a language for words, narrowed to a type and a place."""
    return _searching.answer(words, locale, type_name, place)


def highlight(pages: Iterable[Any], words: str, locale: str) -> dict[int, Highlights]:
    """Why each of these approved pages was found, by its id: one query."""
    return _searching.highlight(pages, words, locale)
