"""A list of pages as readers of the site have it: narrowed by plain links, counted, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.filters import (
    Filter,
    Row,
    key_of,
    matching,
    reads_of,
    translated_value,
    visible_contents,
)
from newsroom.authoring.schemas import Card

# A hand-made address may hold anything: no value that we offer is longer.
MAX_VALUE = 120
# Values that are offered at once: who looks for one among more than these does better to search.
MOST_OPTIONS = 100


@dataclass(frozen=True)
class Option:
    """A value to choose, or a chosen one to let go of. `count` is how many pages there would be."""

    value: str
    words: Any
    count: int
    url: str


@dataclass(frozen=True)
class Facet:
    """A filter's values that lead to something, given what else is chosen."""

    name: str
    options: list[Option]
    chosen: Option | None = None

    @property
    def offered(self) -> list[Option]:
        """The options in their order; where there are too many, those that most pages stand under."""
        if self.is_cut:
            places = sorted(range(len(self.options)), key=lambda place: (-self.options[place].count, place))
            return [self.options[place] for place in sorted(places[:MOST_OPTIONS])]
        return self.options

    @property
    def is_cut(self) -> bool:
        """Whether there are more options than are offered."""
        return len(self.options) > MOST_OPTIONS


@dataclass(frozen=True)
class Listing:
    """`cards` are the window number `number` of `pages` windows on the `count` pages `found`, of `total` there are.
    `elsewhere` is how the same list is narrowed in each other language, as the end of its address: by language."""

    cards: list[Card]
    found: list[Row]
    facets: list[Facet]
    count: int
    total: int
    number: int
    pages: int
    previous_url: str
    next_url: str
    elsewhere: dict[str, str]

    @property
    def chips(self) -> list[Facet]:
        """The filters in force; the address of each one's `chosen` is the list without it."""
        return [facet for facet in self.facets if facet.chosen]

    @property
    def is_part(self) -> bool:
        """Whether this shows less than the whole list from its beginning: search engines are led to that one."""
        return bool(self.chips) or self.number > 1


def asked_for(filters: Sequence[Filter], query: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for: whatever is no filter, empty or too long to be a value is not asked."""
    given = {each.name: (query.get(each.name) or "").strip() for each in filters}
    return {name: value for name, value in given.items() if 0 < len(value) <= MAX_VALUE}


def list_pages(
    index: Any,
    model: Any,
    query: Mapping[str, str],
    *,
    order: Callable[[Row], Any],
    reads: Iterable[str] = (),
    filters: Sequence[Filter] = (),
    size: int,
) -> Listing:
    """The visible pages of a type below `index` that answer the query (an address's parameters), sorted by `order`,
    which may look at the `reads` of their content. Two queries, however many pages there are, and two more where the
    list is narrowed."""
    asked = asked_for(filters, query)
    pages = Page.objects.child_of(index).type(model)
    rows = sorted(visible_contents(pages, [*reads_of(filters), *reads]), key=order)
    found = matching(rows, filters, asked)
    last = max(1, -(-len(found) // size))
    number = min(max(1, _whole(query.get("page"))), last)
    shown = [row.pk for row in found[(number - 1) * size : number * size]]
    by_id = {card.id: card for card in cards(Page.objects.filter(pk__in=shown))} if shown else {}
    return Listing(
        cards=[by_id[pk] for pk in shown if pk in by_id],
        found=found,
        facets=[_facet(each, rows, filters, asked) for each in filters],
        count=len(found),
        total=len(rows),
        number=number,
        pages=last,
        previous_url=_address(asked, page=number - 1) if number > 1 else "",
        next_url=_address(asked, page=number + 1) if number < last else "",
        elsewhere=_elsewhere(index, model, rows, filters, asked) if asked else {},
    )


def _elsewhere(
    index: Page, model: Any, rows: Sequence[Row], filters: Sequence[Filter], asked: Mapping[str, str]
) -> dict[str, str]:
    """For each other language, how to ask the same of the list there. What nothing answers to there is not asked."""
    same = Page.objects.filter(translation_key=index.translation_key).exclude(pk=index.pk)
    below = Q(pk__in=[])
    for path, depth in same.values_list("path", "depth"):
        below |= Q(path__startswith=path, depth=depth + 1)
    by_language: dict[str, list[Row]] = {}
    for row in visible_contents(Page.objects.filter(below).type(model), reads_of(filters)):
        by_language.setdefault(row.lang, []).append(row)
    return {lang: _address(kept) for lang, there in by_language.items() if (kept := _kept(asked, filters, rows, there))}


def _kept(
    asked: Mapping[str, str], filters: Sequence[Filter], here: Sequence[Row], there: Sequence[Row]
) -> dict[str, str]:
    kept: dict[str, str] = {}
    for each in filters:
        if each.name in asked:
            value = translated_value(each, asked[each.name], here, there) if each.is_translated else asked[each.name]
            if matching(there, filters, {**kept, each.name: value}):
                kept[each.name] = value
    return kept


def _facet(this: Filter, rows: list[Row], filters: Sequence[Filter], asked: dict[str, str]) -> Facet:
    others = {name: value for name, value in asked.items() if name != this.name}
    names = [each.name for each in filters]

    def with_value(value: str) -> str:
        # Always in the same order, so that one list has one address.
        return _address(dict(sorted({**others, this.name: value}.items(), key=lambda item: names.index(item[0]))))

    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for row in matching(rows, filters, others):
        for key, value in this.keys(row.content).items():
            counts[key] = counts.get(key, 0) + 1
            written.setdefault(key, value)
    order = [key_of(code) for code in this.codes] if this.codes is not None else sorted(counts, reverse=this.backwards)
    chosen = key_of(asked[this.name]) if this.name in asked else None
    options = [
        Option(written[key], this.words(written[key]), counts[key], with_value(written[key]))
        for key in order
        if key in counts and key != chosen
    ]
    if chosen is None:
        return Facet(this.name, options)
    value = written.get(chosen, asked[this.name])
    return Facet(this.name, options, Option(value, this.words(value), counts.get(chosen, 0), _address(others)))


def _address(asked: Mapping[str, str], page: int = 1) -> str:
    """The address of the list with these parameters, relative to the list itself."""
    query = urlencode({**asked, **({"page": page} if page > 1 else {})})
    return f"?{query}" if query else "./"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
