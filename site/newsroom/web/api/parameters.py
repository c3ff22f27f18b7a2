"""How the questions are asked. Each description is one sentence about what is allowed: the OpenAPI document shows it,
and so does the problem that a wrong value gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from ninja import Schema
from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import CoreSchema, core_schema

from newsroom.authoring.listing import MAX_VALUE
from newsroom.translation.languages import LANGUAGES
from newsroom.web.api.page_types import card_fields, field_names, filter_codes, filtered_types, news_types, page_types
from newsroom.web.api.problems import bad_parameters, respond

MAX_LIMIT, MAX_OFFSET = 100, 1_000_000
# How long a chain of pages may be asked for at once, and how many pages an answer embeds.
MAX_DEPTH, MAX_INCLUDED = 2, 100
# PostgreSQL's bigint, of which page ids are.
MAX_ID = 2**63 - 1
ORDERS = ("tree", "title", "-title", "published_at", "-published_at", "updated_at", "-updated_at")


def _whole_number(text: Any) -> Any:
    """Digits and nothing else: Python's int() also takes "1_000", " 7" and "٣"."""
    if isinstance(text, str) and not re.fullmatch(r"-?[0-9]{1,19}", text):
        raise ValueError("not a whole number")
    return text


class OneOf:
    """Marks a text as one of these names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self.names)


def _id_or_key(text: Any) -> Any:
    if isinstance(text, str) and re.fullmatch(r"[0-9]{1,19}", text) and 1 <= int(text) <= MAX_ID:
        return int(text)
    return _key(text)


def _key(text: Any) -> Any:
    """A UUID as RFC 9562 writes it: Python's takes braces, and does without hyphens."""
    if isinstance(text, str) and not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise ValueError("not a UUID")
    return UUID(text) if isinstance(text, str) else text


def _names(text: Any) -> Any:
    return tuple(dict.fromkeys(text.split(","))) if isinstance(text, str) else text


def _several(names: list[str]) -> dict[str, Any]:
    """The schema of some of these names with commas between (`openapi` says that no parameter is repeated)."""
    return {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1}


PageId = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(_whole_number)]
# PostgreSQL's integer, of which the ids of pictures and files are.
ObjectId = Annotated[int, Field(ge=1, le=2**31 - 1), BeforeValidator(_whole_number)]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT), BeforeValidator(_whole_number)]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET), BeforeValidator(_whole_number)]
TypeName = Annotated[str, OneOf(page_types())]
Order = Annotated[str, OneOf(ORDERS)]
PageIdOrKey = Annotated[
    int | UUID,
    BeforeValidator(_id_or_key),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MAX_ID}, {"type": "string", "format": "uuid"}]}
    ),
]
FieldNames = Annotated[tuple[str, ...], BeforeValidator(_names), WithJsonSchema(_several(sorted(field_names())))]
_STEPS = [*card_fields(), *(f"{first}.{second}" for first in card_fields() for second in card_fields())]
Includes = Annotated[tuple[str, ...], BeforeValidator(_names), WithJsonSchema(_several(_STEPS))]
CODES = tuple(language.code for language in LANGUAGES)
LocaleCode = Annotated[str, OneOf(CODES)]
# PostgreSQL can neither store a null character nor look for one.
_NO_NULL = r"^[^\u0000]+$"
TranslationKey = Annotated[UUID, BeforeValidator(_key)]
Absent = SkipJsonSchema[None]
_TYPES = ", ".join(page_types())
_LOCALE = f"One language: {', '.join(CODES)}. `locales/` lists those in which there is something."
_FALLBACK = (
    f"The language to give where a page is not public in `locale`, which it needs: one of {', '.join(CODES)}. Its "
    '`translation.status` is then "missing".'
)
_FIELDS = "Top-level names of a page's JSON, separated by commas; `id` and `type` always come."
_INCLUDE = (
    f"Names of fields that hold cards, separated by commas, whose whole pages are to come in `included`: "
    f"{', '.join(card_fields())}. A dot leads on to the cards of those, as in partners.campaigns: {MAX_DEPTH} names at "
    "most."
)


FILTERS = ("place", "issue", "year", "status", "language")


def _types_by(name: str) -> str:
    return " or ".join(f"`{type_name}`" for type_name in filtered_types(name))


def _coded(name: str) -> str:
    return f"One of {', '.join(filter_codes(name))}; needs `type` to be {_types_by(name)}."


class PageQuery(Schema):
    """What a list of pages may be asked for."""

    type: TypeName | Absent = Field(None, description=f"One type of page: {_TYPES}.")
    locale: LocaleCode | Absent = Field(None, description=_LOCALE)
    fallback: LocaleCode | Absent = Field(None, description=_FALLBACK)
    translation_of: PageIdOrKey | Absent = Field(
        None,
        description="The id of a public page, for its translations; or a translation key, for the page in every "
        "language.",
    )
    child_of: PageId | Absent = Field(None, description="The id of a public page, for the pages right below it.")
    search: Annotated[str, Field(min_length=1, max_length=200, pattern=_NO_NULL)] | Absent = Field(
        None, description="Words to find, 1 to 200 characters; the best match comes first unless `order` is given."
    )
    place: Annotated[str, Field(min_length=1, max_length=MAX_VALUE, pattern=_NO_NULL)] | Absent = Field(
        None,
        description="The name of a place, as a public page writes it, "
        f"1 to {MAX_VALUE} characters; capitals do not matter.",
    )
    issue: Annotated[str, OneOf(filter_codes("issue"))] | Absent = Field(None, description=_coded("issue"))
    year: Annotated[str, Field(pattern=r"^[12][0-9]{3}$")] | Absent = Field(
        None, description=f"A year in which a campaign went on, four digits; needs `type` to be {_types_by('year')}."
    )
    status: Annotated[str, OneOf(filter_codes("status"))] | Absent = Field(None, description=_coded("status"))
    language: Annotated[str, OneOf(filter_codes("language"))] | Absent = Field(None, description=_coded("language"))
    order: Order | Absent = Field(
        None, description=f"One of {', '.join(ORDERS)}; `tree` (the order of the menus) is the default."
    )
    limit: Limit = Field(20, description=f"How many pages at most, a whole number from 1 to {MAX_LIMIT}.")
    offset: Offset = Field(0, description=f"How many pages to skip, a whole number from 0 to {MAX_OFFSET}.")
    cursor: Annotated[str, Field(min_length=1, max_length=4000)] | Absent = Field(
        None,
        description="Where to go on: `next_cursor` or `previous_cursor` of an answer to the same question. Not with "
        "`offset`.",
    )
    fields: FieldNames | Absent = Field(None, description=_FIELDS)
    include: Includes | Absent = Field(None, description=_INCLUDE)

    @property
    def languages(self) -> list[str]:
        """The languages that are asked for, or none for all."""
        return [code for code in (self.locale, self.fallback) if code is not None]


class PageParts(Schema):
    """How much of one page is to come."""

    fields: FieldNames | Absent = Field(None, description=_FIELDS)
    include: Includes | Absent = Field(None, description=_INCLUDE)


class FindQuery(PageParts):
    """Where to look for one page."""

    path: Annotated[str, Field(max_length=2000, pattern=rf"^/({'|'.join(CODES)})(/[^\u0000]*)?$")] = Field(
        description="A page's address on the site, without the host, such as /es/about/. It begins with one of "
        f"{', '.join(f'/{code}/' for code in CODES)}."
    )
    fallback: LocaleCode | Absent = Field(
        None,
        description=f"The language to give where the page is not public in that of `path`: one of {', '.join(CODES)}. "
        'Its `translation.status` is then "missing".',
    )


class GetQuery(PageParts):
    """In which language one page is to come."""

    locale: LocaleCode | Absent = Field(None, description=f"{_LOCALE} Without it the page comes in its own.")
    fallback: LocaleCode | Absent = Field(None, description=_FALLBACK)


class KeyQuery(PageParts):
    """In which language a page is to come that is named for all languages."""

    locale: LocaleCode = Field(description=_LOCALE)
    fallback: LocaleCode | Absent = Field(None, description=_FALLBACK)


class LocaleQuery(Schema):
    """For which language."""

    locale: LocaleCode = Field(description=_LOCALE)


class MaybeLocaleQuery(Schema):
    """For which language, or for all of them."""

    locale: LocaleCode | Absent = Field(None, description=f"{_LOCALE} Without it, all of them.")


class WindowQuery(LocaleQuery):
    """Which part of a list in a language is wanted."""

    limit: Limit = Field(20, description=f"How many at most, a whole number from 1 to {MAX_LIMIT}.")
    offset: Offset = Field(0, description=f"How many to skip, a whole number from 0 to {MAX_OFFSET}.")


class SearchQuery(WindowQuery):
    """What is looked for, and what it is narrowed to."""

    q: Annotated[str, Field(min_length=1, max_length=200, pattern=_NO_NULL)] = Field(
        description="Words to find, 1 to 200 characters; words in quotation marks have to stand next to each other."
    )
    type: TypeName | Absent = Field(None, description=f"One type of page: {_TYPES}.")
    place: Annotated[str, Field(min_length=1, max_length=MAX_VALUE, pattern=_NO_NULL)] | Absent = Field(
        None, description="The name of a place, as a page writes it; capitals do not matter."
    )


class FeedQuery(LocaleQuery):
    """Which news."""

    type: Annotated[str, OneOf(news_types())] | Absent = Field(
        None, description=f"One type of news: {', '.join(news_types())}. Without it, all of them."
    )


def describe(query: type[Schema] | None, name: str) -> str:
    """The sentence about what a parameter allows."""
    field = (query.model_fields if query else {}).get(name)
    return (field.description if field else None) or "This parameter is not of the kind that it should be."


def check_fields(names: tuple[str, ...], type_name: str | None) -> None:
    """Raise a 400 that lists the fields there are, if one of these is not among them."""
    known = field_names(type_name)
    unknown = [name for name in names if name not in known]
    if unknown:
        owner = f"a page of type {type_name}" if type_name else "any page"
        missing, there = ", ".join(map(repr, unknown)), ", ".join(sorted(known))
        raise bad_parameters({"fields": f"There is no {missing} in {owner}; there are {there}."})


def check_include(paths: tuple[str, ...], type_name: str | None) -> None:
    """Raise a 400 that lists the fields with cards, if one of these leads elsewhere or too far."""
    for path in paths:
        first, *further = path.split(".")
        known = card_fields(type_name)
        if first not in known or not set(further) <= set(card_fields()) or len(further) >= MAX_DEPTH:
            there = f"Cards of a page of type {type_name} are in: {', '.join(known)}. " if type_name else ""
            raise bad_parameters({"include": f"{path!r} cannot be included. {there}{_INCLUDE}"})


def takes_only(query: type[Schema] | None = None) -> Callable:
    """A decorator for operations: 400 for a parameter that is unknown, given twice or not text. Ignoring it would
    answer a question that was not asked."""
    known = list(query.model_fields) if query else []
    listed = f"The parameters are {', '.join(known)}." if known else "There are no parameters here."

    def decorate(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(run)
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            request.asked_by = query  # type: ignore[attr-defined]
            errors = {}
            for name, values in request.GET.lists():
                if name not in known:
                    errors[name] = f"There is no such parameter. {listed}"
                elif len(values) > 1:
                    errors[name] = "Give it once."
                elif "\x00" in values[0]:
                    errors[name] = f"It holds a null character. {describe(query, name)}"
            return respond(bad_parameters(errors)) if errors else run(request, **kwargs)

        return checked

    return decorate
