"""The promise, as OpenAPI 3.1: made from the same types that the answers are made of."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from newsroom.web.api import parameters
from newsroom.web.api.door import public_read
from newsroom.web.api.news import MEDIA_TYPE as FEED
from newsroom.web.api.operations import api
from newsroom.web.api.problems import MEDIA_TYPE
from newsroom.web.api.retiring import retiring
from newsroom.web.api.tables import GEOJSON

PREFIX = "/api/v1/"
_TEXT = {"schema": {"type": "string"}}
_ETAG = {
    "ETag": {
        "description": "Send it back as If-None-Match: while nothing changed, the answer is 304 without a body.",
        **_TEXT,
    }
}
_HEADERS = {
    **_ETAG,
    "Content-Language": {"description": "The languages of what the answer says.", **_TEXT},
    "Link": {"description": "The answers beside this one (`next`, `prev`), by their addresses.", **_TEXT},
}
_MEDIA_TYPES = {".geojson": GEOJSON, "/feed.json": FEED}


@cache
def openapi() -> dict[str, Any]:
    """The whole document, as plain data."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    document["servers"] = [{"url": "/"}]
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if hasattr(parameters, name)]:  # Their fields are parameters, each alone.
        del schemas[name]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(operation, path)
    return document


def _complete(operation: dict[str, Any], path: str) -> None:
    """Add what django-ninja does not know: media types, validators, how a list is written in an address."""
    responses, is_private = operation["responses"], "/preview/" in path
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
            continue
        if not is_private:
            response["headers"] = _HEADERS
        for ending, media_type in _MEDIA_TYPES.items():
            if path.endswith(ending):
                response["content"][media_type] = response["content"].pop("application/json")
    if not is_private:
        responses["304"] = {"description": "Not Modified", "headers": _HEADERS}
    for parameter in operation.get("parameters", []):
        if parameter["schema"].get("type") == "array":
            parameter |= {"style": "form", "explode": False}
    if retiring(path) is not None:
        operation["deprecated"] = True


@public_read
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document, for machines."""
    return HttpResponse(json.dumps(openapi(), ensure_ascii=False), content_type="application/json")
