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
from newsroom.web.api.page_types import field_names, filter_codes, filtered_types, page_types
from newsroom.web.api.problems import bad_parameters, respond

MAX_LIMIT, MAX_OFFSET = 100, 1_000_000
# PostgreSQL's bigint, of which page ids are.
MAX_ID = 2**63 - 1
ORDERS = {
    "tree": ("path",),
    "title": ("ordering_title", "pk"),
    "-title": ("-ordering_title", "-pk"),
    "published_at": ("first_published_at", "pk"),
    "-published_at": ("-first_published_at", "-pk"),
    "updated_at": ("last_published_at", "pk"),
    "-updated_at": ("-last_published_at", "-pk"),
}


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
    if isinstance(text, str) and re.fullmatch(r"[0-9]{1,19}", text) and int(text) <= MAX_ID:
        return int(text)
    return UUID(text)


def _names(text: Any) -> Any:
    return tuple(dict.fromkeys(text.split(","))) if isinstance(text, str) else text


PageId = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(_whole_number)]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT), BeforeValidator(_whole_number)]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET), BeforeValidator(_whole_number)]
TypeName = Annotated[str, OneOf(page_types())]
Order = Annotated[str, OneOf(ORDERS)]
PageIdOrKey = Annotated[
    int | UUID,
    BeforeValidator(_id_or_key),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "format": "uuid"}]}),
]
FieldNames = Annotated[tuple[str, ...], BeforeValidator(_names), WithJsonSchema({"type": "string", "minLength": 1})]
Absent = SkipJsonSchema[None]
_TYPES = ", ".join(page_types())
_LOCALE = "One language of the site: a code that `locales/` lists."


FILTERS = ("place", "issue", "year", "status", "language")


def _types_by(name: str) -> str:
    return " or ".join(f"`{type_name}`" for type_name in filtered_types(name))


def _coded(name: str) -> str:
    return f"One of {', '.join(filter_codes(name))}; needs `type` to be {_types_by(name)}."


class PageQuery(Schema):
    """What a list of pages may be asked for."""

    type: TypeName | Absent = Field(None, description=f"One type of page: {_TYPES}.")
    locale: str | Absent = Field(None, description=_LOCALE)
    translation_of: PageIdOrKey | Absent = Field(
        None,
        description="The id of a public page, for its translations; or a translation key, for the page in every "
        "language.",
    )
    child_of: PageId | Absent = Field(None, description="The id of a public page, for the pages right below it.")
    search: Annotated[str, Field(min_length=1, max_length=200)] | Absent = Field(
        None, description="Words to find, 1 to 200 characters; the best match comes first unless `order` is given."
    )
    place: Annotated[str, Field(min_length=1, max_length=MAX_VALUE)] | Absent = Field(
        None,
        description="The name of a place, as a public page writes it, 1 to 200 characters; capitals do not matter.",
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
    fields: FieldNames | Absent = Field(
        None,
        description="Top-level names of a page's JSON, separated by commas; `id` and `type` always come.",
    )


class FindQuery(Schema):
    """Where to look for one page."""

    path: Annotated[str, Field(min_length=1, max_length=2000)] = Field(
        description="A page's address on the site, from the language on and without the host, such as /es/about/."
    )


class TableQuery(Schema):
    """Which rows a table is to have."""

    locale: str = Field(description=_LOCALE)


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


def takes_only(query: type[Schema] | None = None) -> Callable:
    """A decorator for operations: 400 for a parameter that is unknown, given twice or not text. Ignoring it would
    answer a question that was not asked."""
    known = list(query.model_fields) if query else []
    listed = f"The parameters are {', '.join(known)}." if known else "There are no parameters here."

    def decorate(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(run)
        def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
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
