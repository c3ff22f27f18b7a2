"""The API itself, and how it says no. Operations are in the modules of what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from newsroom.web.api.parameters import describe
from newsroom.web.api.problems import Refusal, bad_parameters, respond

GONE = "This page was taken down."

api = NinjaAPI(
    title="North Star",
    version="1",
    description="Every public page of the site, in every language, as its approved revision says it. Nothing here "
    "needs a key. Dates are ISO 8601 in UTC; addresses begin with a slash and belong to the host that answered.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What an operation refused, in its own words."""
    return respond(refusal)


@api.exception_handler(ValidationError)
def explain(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic refused: one entry for each parameter. An id that cannot be one is of nothing that is there."""
    if any(part["loc"][0] == "path" for part in error.errors):
        return respond(Refusal(404, "There is nothing public with this id."))
    names = sorted({str(_parameter(part["loc"])) for part in error.errors})
    query = getattr(request, "asked_by", None)
    return respond(bad_parameters({name: describe(query, name) for name in names}))


def _parameter(location: Sequence[Any]) -> Any:
    """The parameter's name within pydantic's location: ("query", argument of the function, name, …)."""
    return location[2] if len(location) > 2 else location[-1]


def as_json(text: str, languages: Iterable[str] = ()) -> HttpResponse:
    """An answer, whose texts are in these languages."""
    response = HttpResponse(text, content_type="application/json")
    if said := ", ".join(sorted(set(languages))):
        response["Content-Language"] = said
    return response
