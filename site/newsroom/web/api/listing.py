"""From a question to rows: which public pages, in which order."""

from __future__ import annotations

from typing import Any
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


def select(query: PageQuery) -> tuple[int, list[Any]]:
    """How many pages answer the question, and the rows of those within its window. Raises Refusal (400)."""
    rows = _filtered(query)
    if query.search is not None:
        found = searching.search(query.search, query.locale)
        rows = rows.filter(pk__in=found).annotate(rank=_place_in(found))
    window = slice(query.offset, query.offset + query.limit)
    return rows.count(), list(_ordered(rows, query)[window])


def cards_by_title(type_name: str, locale: str) -> list[Card]:
    """Every public page of a type in a language, as cards, by title. Raises Refusal (400)."""
    kind = ContentType.objects.get_for_model(page_types()[type_name])
    pages = Page.objects.filter(content_type=kind, locale__language_code=_known(locale))
    return cards(pages.annotate(ordering_title=_TITLE).order_by(*ORDERS["title"]))


def _filtered(query: PageQuery) -> Any:
    rows = public_rows()
    if query.type is not None:
        rows = rows.filter(content_type=ContentType.objects.get_for_model(page_types()[query.type]))
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
