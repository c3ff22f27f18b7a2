"""From a question to rows: which public pages, in which order."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Collate, Lower
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.documents import visible_rows
from newsroom.authoring.filters import matching, reads_of, visible_contents
from newsroom.authoring.navigation import languages_in_use
from newsroom.authoring.schemas import Card
from newsroom.authoring.visible import visible_pages
from newsroom.web.api import searching
from newsroom.web.api.page_types import filters_of, page_types
from newsroom.web.api.parameters import FILTERS, ORDERS, PageQuery, describe
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


def public_rows() -> Any:
    """Visible pages of the newsroom's own types: others have no document."""
    kinds = ContentType.objects.get_for_models(*page_types().values()).values()
    return visible_rows().filter(content_type__in=[kind.pk for kind in kinds])


class Selection(NamedTuple):
    """How many pages answer the question, the rows of those within its window, and what a search can be narrowed by."""

    total: int
    rows: list[Any]
    facets: searching.Facets | None


def select(query: PageQuery) -> Selection:
    """What answers the question. Raises Refusal (400)."""
    rows, facets = _filtered(query), None
    if query.search is not None:
        found = searching.search(query.search, query.locale)
        rows = rows.filter(pk__in=found)
        facets = searching.facets(rows, query.type, query.place)
        rows = rows.annotate(rank=_place_in(found))
    narrowed = _as_facets_do(rows, query)
    total = narrowed.count()
    if query.place is not None and not total:
        _check_place(query)
    window = slice(query.offset, query.offset + query.limit)
    return Selection(total, list(_ordered(narrowed, query)[window]), facets)


def cards_by_title(type_name: str, locale: str) -> list[Card]:
    """Every public page of a type in a language, as cards, by title. Raises Refusal (400)."""
    kind = ContentType.objects.get_for_model(page_types()[type_name])
    pages = Page.objects.filter(content_type=kind, locale__language_code=_known(locale))
    return cards(pages.annotate(ordering_title=_TITLE).order_by(*ORDERS["title"]))


def _filtered(query: PageQuery) -> Any:
    rows = public_rows()
    if query.locale is not None:
        rows = rows.filter(locale__language_code=_known(query.locale))
    if query.child_of is not None:
        rows = rows.child_of(_public_page("child_of", pk=query.child_of))
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
    """The ids of the pages that stand under what is asked for: one query. Raises Refusal (400)."""
    known = filters_of(query.type) if query.type is not None else {}
    wrong = {name: describe(PageQuery, name) for name in asked if name not in known}
    if query.type is None or wrong:
        raise bad_parameters(wrong)
    pages = Page.objects.filter(content_type=ContentType.objects.get_for_model(page_types()[query.type]))
    if query.locale is not None:
        pages = pages.filter(locale__language_code=query.locale)
    filters = [known[name] for name in asked]
    rows = visible_contents(pages, reads_of(filters))
    if query.place is not None and not matching(rows, [known["place"]], asked):
        raise bad_parameters({"place": f"No public page of type {query.type} names a place {query.place!r}."})
    return [row.pk for row in matching(rows, filters, asked)]


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
    """Raise a 400 for a place that no public page of the type names."""
    if _place_is_a_facet(query) and not _of_type(public_rows(), query).filter(_is_in_place(query)).exists():
        owner = f" of type {query.type}" if query.type else ""
        raise bad_parameters({"place": f"No public page{owner} names a place {query.place!r}."})


def _known(code: str) -> str:
    codes = languages_in_use()
    if code not in codes:
        raise bad_parameters({"locale": f"The site has no language {code!r}; it has {', '.join(codes)}."})
    return code


def _public_page(parameter: str, **condition: Any) -> Page:
    page = visible_pages().filter(**condition).first()
    if page is None:
        (given,) = condition.values()
        raise bad_parameters(
            {parameter: f"There is no public page {given}. {PageQuery.model_fields[parameter].description}"}
        )
    return page


def _ordered(rows: Any, query: PageQuery) -> Any:
    if query.order is None and query.search is not None:
        return rows.order_by("rank", "pk")
    order = query.order or "tree"
    if order.endswith("title"):
        rows = rows.annotate(ordering_title=_TITLE)
    return rows.order_by(*ORDERS[order])


def _place_in(ids: list[int]) -> Func:
    """Each row's place among the search's answers, as an expression to order by."""
    answers = Value(ids, output_field=ArrayField(BigIntegerField()))
    return Func(answers, F("pk"), function="array_position", output_field=IntegerField())
