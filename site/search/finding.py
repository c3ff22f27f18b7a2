"""What a reader can find: public pages, in the order of how well they match, and how they can be narrowed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.search.backends.base import EmptySearchResults
from wagtail.search.query import And, Phrase, PlainText

from newsroom.authoring.visible import visible_pages
from newsroom.web.api.page_types import page_types
from newsroom.web.api.searching import FacetCount, Facets
from search import plain
from search.plain import QUOTES
from search.queries import CANDIDATES
from search.vocabulary import PLACES, is_in_place, place_key
from search.words import words

# Longer than any question; what is typed beyond it is not read.
LONGEST_QUERY = 200
_PIECE = re.compile(rf"[{QUOTES}]([^{QUOTES}]+)[{QUOTES}]|([^{QUOTES}]+)")


class Filters(NamedTuple):
    """What the pages that are found are narrowed to: a type of page by its name in JSON, a place by its name."""

    type: str = ""
    place: str = ""


NO_FILTERS = Filters()
Tally = tuple[str, int]


@dataclass(frozen=True)
class Found:
    """`ids` of what is found, the best first, and what it can be narrowed by. `total` is their number before it was;
    `is_bounded` says that more match than were looked at."""

    ids: list[int]
    facets: Facets
    total: int
    is_bounded: bool


def find(typed: str, code: str | None = None, *, any_word: bool = False, filters: Filters = NO_FILTERS) -> Any:
    """Wagtail's search results (lazy, to be sliced or counted) of public pages, in one language or in all of them.

    Every word has to be in a page, and words in quotation marks next to each other; with `any_word` one is enough.
    Nothing that is typed is an error.
    """
    query = _read(typed[:LONGEST_QUERY], any_word=any_word)
    if query is None:
        return EmptySearchResults()
    pages = visible_pages().annotate(places=PLACES)
    if code:
        pages = pages.filter(locale__language_code=code)
    if filters.type:
        pages = pages.filter(content_type__in=_kinds(filters.type))
    if filters.place:
        pages = pages.filter(is_in_place(filters.place))
    return pages.search(query, backend=code or "default")


def find_ids(typed: str, code: str | None = None, *, any_word: bool = False) -> list[int]:
    """The ids of all that `find` finds, the best first: one query, and a bounded number (`queries.CANDIDATES`)."""
    return [page.pk for page in find(typed, code, any_word=any_word)]


def look_for(typed: str, code: str, *, any_word: bool = False, filters: Filters = NO_FILTERS) -> Found:
    """All that is found, and what it can be narrowed by: one query, and one more where more match than are looked at
    and a filter may have to look among those."""
    asked = typed[:LONGEST_QUERY]
    is_plain = not any_word and plain.is_plain(asked)
    rows = plain.rows(asked, code) if is_plain else list(find(typed, code, any_word=any_word))
    is_bounded = len(rows) >= CANDIDATES
    left, of_type, in_place = narrowed(rows, filters)
    if is_bounded and any(filters):
        left = list(find(typed, code, any_word=any_word, filters=filters))
    return Found([row.pk for row in left], counted(of_type, in_place), len(rows), is_bounded)


def facets(rows: Iterable[Any], type_name: str | None = None, place: str | None = None) -> Facets:
    """What rows of pages with their `places` can be narrowed by: types counted under the place that is asked for, and
    the other way round."""
    _, of_type, in_place = narrowed(list(rows), Filters(type_name or "", place or ""))
    return counted(of_type, in_place)


def counted(of_type: list[Any], in_place: list[Any]) -> Facets:
    """Facets of rows: places are counted among the ones, types among the others."""
    types, places = tallies(of_type, in_place)
    return Facets(
        type=[FacetCount(value=value, count=count) for value, count in types],
        place=[FacetCount(value=value, count=count) for value, count in places],
    )


def tallies(of_type: list[Any], in_place: list[Any]) -> tuple[list[Tally], list[Tally]]:
    """(value, how many of the rows), the most frequent first: of types, and of places."""
    types: Counter[str] = Counter()
    for content_type, number in Counter(row.content_type_id for row in in_place).items():
        types[ContentType.objects.get_for_id(content_type).model_class().type_name()] += number
    written: dict[str, list[Tally]] = {}
    for place, number in Counter(place for row in of_type for place in row.places).items():
        written.setdefault(place_key(place), []).append((place, number))
    # Named as most pages write it, whichever of them come first.
    places = {max(names, key=_often_and_name)[0]: sum(map(_number, names)) for names in written.values()}
    return _most_first(types), _most_first(places)


_number, _often_and_name = itemgetter(1), itemgetter(1, 0)


def _most_first(found: dict[str, int]) -> list[Tally]:
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def narrowed(rows: list[Any], filters: Filters) -> tuple[list[Any], list[Any], list[Any]]:
    """Rows that filters leave, those of the type, and those in the place."""
    of_type, in_place = _of_type(rows, filters.type), _in_place(rows, filters.place)
    return _in_place(of_type, filters.place), of_type, in_place


def _of_type(rows: list[Any], type_name: str) -> list[Any]:
    kinds = _kinds(type_name)
    return [row for row in rows if row.content_type_id in kinds] if type_name else rows


def _in_place(rows: list[Any], place: str) -> list[Any]:
    key = place_key(place)
    return [row for row in rows if key in map(place_key, row.places)] if place else rows


def has_words(typed: str) -> bool:
    """Whether there is anything to look for: two letters, a number, or one character of a script without spaces."""
    return any(word.is_run or len(word.folded) > 1 or word.folded.isdigit() for word in words(typed))


def _kinds(type_name: str) -> set[int]:
    """The id of the type with this name, as a condition; nothing is of an unknown type."""
    model = page_types().get(type_name)
    return {ContentType.objects.get_for_model(model).pk} if model else set()


def _read(typed: str, *, any_word: bool) -> Any:
    if any_word:
        return PlainText(typed, operator="or") if any(words(typed)) else None
    pieces = [
        Phrase(quoted) if quoted else PlainText(plain)
        for quoted, plain in _PIECE.findall(typed)
        if any(words(quoted or plain))
    ]
    return And(pieces) if len(pieces) > 1 else (pieces or [None])[0]
