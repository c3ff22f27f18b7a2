"""From a question to rows: which public pages, in which order."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Collate, Lower
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.documents import visible_rows
from newsroom.authoring.filters import matching, reads_of, visible_contents
from newsroom.authoring.schemas import Card
from newsroom.authoring.visible import visible_pages
from newsroom.web.api import searching
from newsroom.web.api.cursors import Cursor, beyond, key_of, read, reversed_order, write
from newsroom.web.api.page_types import filters_of, page_types
from newsroom.web.api.parameters import FILTERS, PageQuery, describe
from newsroom.web.api.problems import bad_parameters

# The title that readers get, sorted without regard to case and accents. Not every PostgreSQL is built with ICU, whose
# collations would do better; this orders the same on each of them.
_LETTERS = Func(KeyTextTransform("title", "live_revision__content"), template="normalize(%(expressions)s, NFKD)")
_BARE = Func(
    _LETTERS,
    Value("[\u0300-\u036f]"),
    Value(""),
    Value("g"),
    function="regexp_replace",
    output_field=TextField(),
)
_TITLE = Collate(Lower(_BARE), "C")
# Of what was never dated: an import may have left it so.
_NO_DATE = datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)


def public_rows() -> Any:
    """Visible pages of the newsroom's own types: others have no document."""
    kinds = ContentType.objects.get_for_models(*page_types().values()).values()
    return visible_rows().filter(content_type__in=[kind.pk for kind in kinds])


class Selection(NamedTuple):
    """How many pages answer the question, the rows of those within its window, what a search can be narrowed by, and
    the cursors of the windows beside this one (None where there is none)."""

    total: int
    rows: list[Any]
    facets: searching.Facets | None
    next_cursor: str | None
    previous_cursor: str | None


# What a question is, whichever part of its answer is asked for.
_WINDOW = {"limit", "offset", "cursor", "fields", "include"}


def select(query: PageQuery) -> Selection:
    """What answers the question. Raises Refusal (400, 404)."""
    rows, facets = _filtered(query), None
    if query.search is not None:
        found = _found(query)
        rows = rows.filter(pk__in=found)
        facets = searching.facets(rows, query.type, query.place)
        rows = rows.annotate(rank=_place_in(found))
    narrowed = _as_facets_do(rows, query)
    total = narrowed.count()
    if query.place is not None and not total:
        _check_place(query)
    return Selection(total, *_window(narrowed, query, facets))


def _found(query: PageQuery) -> list[int]:
    """What is found by words, the best first; in the other language, after that."""
    found = searching.search(query.search or "", query.locale)
    if query.fallback in (None, query.locale):
        return found
    return list(dict.fromkeys([*found, *searching.search(query.search or "", query.fallback)]))


def _window(
    rows: Any, query: PageQuery, facets: searching.Facets | None
) -> tuple[list[Any], searching.Facets | None, str | None, str | None]:
    """As Selection holds them, from the rows on. One more than the window is read: it tells whether more come."""
    order = _order(query)
    rows = _with_order(rows, query)
    question = query.model_dump(mode="json", exclude=_WINDOW)
    cursor = read(question, query.cursor) if query.cursor is not None else None
    is_backwards = cursor is not None and cursor.is_backwards
    if _is_counted(query):
        # The best match has no key that stays: what comes first is counted.
        start = cursor.key[0] if cursor is not None else query.offset
        if is_backwards:
            start = max(0, start - query.limit)
        chosen = list(rows.order_by(*order)[start : start + query.limit + 1])
        after = len(chosen) > query.limit
        chosen = chosen[: query.limit]
        return (
            chosen,
            facets,
            write(question, Cursor([start + query.limit])) if after else None,
            write(question, Cursor([start], True)) if start else None,
        )
    if cursor is None:
        chosen = list(_read(rows, order, query.offset, query.limit + 1))
    else:
        wanted = reversed_order(order) if is_backwards else order
        chosen = list(_read(rows.filter(beyond(order, cursor)), wanted, 0, query.limit + 1))
    is_more = len(chosen) > query.limit
    chosen = chosen[: query.limit]
    if is_backwards:
        chosen.reverse()
    before = is_more if is_backwards else (query.offset > 0 or cursor is not None)
    after = is_more or is_backwards
    return (
        chosen,
        facets,
        write(question, Cursor(key_of(chosen[-1], order))) if chosen and after else None,
        write(question, Cursor(key_of(chosen[0], order), True)) if chosen and before else None,
    )


def _read(rows: Any, order: tuple[str, ...], offset: int, limit: int) -> Any:
    """So many rows, less those before; what a row says is read of these alone, and not of all that are sorted or left
    out."""
    ordered = rows.order_by(*order)
    # Pages lie in the order of the tree: the first of them need no sorting.
    if order in (("path",), ("-path",)) and not offset:
        return ordered[:limit]
    return rows.filter(pk__in=ordered.values("pk")[offset : offset + limit]).order_by(*order)


def _is_counted(query: PageQuery) -> bool:
    return query.search is not None and query.order is None


def cards_by_title(type_name: str, locale: str) -> list[Card]:
    """Every public page of a type in a language, as cards, by title."""
    kind = ContentType.objects.get_for_model(page_types()[type_name])
    pages = Page.objects.filter(content_type=kind, locale__language_code=locale)
    return cards(pages.annotate(ordering=_TITLE).order_by("ordering", "pk"))


def _filtered(query: PageQuery) -> Any:
    rows = public_rows()
    if query.fallback is not None and query.locale is None:
        raise bad_parameters({"fallback": describe(PageQuery, "fallback")})
    if query.locale is not None:
        rows = rows.filter(in_language(query.locale, query.fallback))
    if query.child_of is not None:
        rows = rows.filter(_is_child(_public_page("child_of", pk=query.child_of), query))
    if isinstance(query.translation_of, UUID):
        page = _public_page("translation_of", translation_key=query.translation_of)
        rows = rows.filter(translation_key=page.translation_key)
    elif query.translation_of is not None:
        page = _public_page("translation_of", pk=query.translation_of)
        rows = rows.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    asked = {name: value for name in FILTERS if (value := getattr(query, name)) is not None}
    if _place_is_a_facet(query):
        asked.pop("place")
    return rows.filter(pk__in=_narrowed(query, asked)) if asked else rows


def _narrowed(query: PageQuery, asked: dict[str, str]) -> list[int]:
    """The ids of the pages that stand under what is asked for: one query. Raises Refusal (400, 404)."""
    known = filters_of(query.type) if query.type is not None else {}
    wrong = {name: _why_not(name, query.type, list(known)) for name in asked if name not in known}
    if query.type is None or wrong:
        raise bad_parameters(wrong)
    pages = Page.objects.filter(content_type=ContentType.objects.get_for_model(page_types()[query.type]))
    if query.languages:
        pages = pages.filter(locale__language_code__in=query.languages)
    filters = [known[name] for name in asked]
    rows = visible_contents(pages, reads_of(filters))
    if query.place is not None and not matching(rows, [known["place"]], asked):
        raise bad_parameters({"place": f"No public page of type {query.type} names a place {query.place!r}."}, 404)
    return [row.pk for row in matching(rows, filters, asked)]


def _why_not(name: str, type_name: str | None, known: list[str]) -> str:
    if type_name is None:
        return describe(PageQuery, name)
    there = f"they can be narrowed by {', '.join(known)}" if known else "they cannot be narrowed"
    return f"Pages of type {type_name} have no {name}: {there}. {describe(PageQuery, name)}"


def _place_is_a_facet(query: PageQuery) -> bool:
    """Whether the search's own knowledge of places narrows: of what a search found, and of pages of any type."""
    by_itself = query.type is None or "place" not in filters_of(query.type)
    return query.place is not None and (query.search is not None or by_itself)


def _as_facets_do(rows: Any, query: PageQuery) -> Any:
    """By what the facets of a search offer, which are counted before."""
    rows = _of_type(rows, query)
    return rows.filter(_is_in_place(query)) if _place_is_a_facet(query) else rows


def _is_in_place(query: PageQuery) -> Any:
    return searching.in_place(query.place or "")


def _of_type(rows: Any, query: PageQuery) -> Any:
    if query.type is None:
        return rows
    return rows.filter(content_type=ContentType.objects.get_for_model(page_types()[query.type]))


def _check_place(query: PageQuery) -> None:
    """Raise a 404 for a place that no public page of the type names."""
    if _place_is_a_facet(query) and not _of_type(public_rows(), query).filter(_is_in_place(query)).exists():
        owner = f" of type {query.type}" if query.type else ""
        raise bad_parameters({"place": f"No public page{owner} names a place {query.place!r}."}, 404)


def in_language(locale: str, fallback: str | None = None) -> Q:
    """The condition that a page is in a language, or in the other one where it is not public in the first."""
    here = Q(locale__language_code=locale)
    if fallback in (None, locale):
        return here
    there = visible_pages().filter(here).order_by().values("translation_key")
    return here | Q(locale__language_code=fallback) & ~Q(translation_key__in=there)


def _is_child(page: Page, query: PageQuery) -> Q:
    """The condition that a page stands right below this one: or below it in the languages that are asked for, where
    one may stand in for the other."""
    parents = [page]
    if query.fallback is not None:
        # Public or not: what is public below it is public.
        same = Page.objects.filter(translation_key=page.translation_key, locale__language_code__in=query.languages)
        parents.extend(same)
    below = Q()
    for parent in parents:
        below |= Q(path__startswith=parent.path, depth=parent.depth + 1)
    return below


def _public_page(parameter: str, **condition: Any) -> Page:
    page = visible_pages().filter(**condition).first()
    if page is None:
        (given,) = condition.values()
        raise bad_parameters(
            {parameter: f"There is no public page {given}. {PageQuery.model_fields[parameter].description}"}, 404
        )
    return page


def _order(query: PageQuery) -> tuple[str, ...]:
    """What the rows are ordered by, each a field that no page lacks; the last of them tells any two pages apart."""
    if _is_counted(query):
        return ("rank", "pk")
    order = query.order or "tree"
    if order == "tree" and query.fallback is None:
        return ("path",)
    sign = "-" if order.startswith("-") else ""
    return (f"{sign}ordering", f"{sign}pk")


def _with_order(rows: Any, query: PageQuery) -> Any:
    name = (query.order or "tree").removeprefix("-")
    if name == "title":
        return rows.annotate(ordering=_TITLE)
    if name == "tree":
        # What stands in for a translation stands where that would: all are ordered as they are in one language.
        there = Page.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=query.fallback or ""
        )
        return rows.annotate(ordering=Coalesce(Subquery(there.values("path")[:1]), "path")) if query.fallback else rows
    date = {"published_at": "first_published_at", "updated_at": "last_published_at"}[name]
    return rows.annotate(ordering=Coalesce(date, Value(_NO_DATE)))


def _place_in(ids: list[int]) -> Func:
    """Each row's place among the search's answers, as an expression to order by."""
    answers = Value(ids, output_field=ArrayField(BigIntegerField()))
    return Func(answers, F("pk"), function="array_position", output_field=IntegerField())
