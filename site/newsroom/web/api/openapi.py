"""The promise, as OpenAPI 3.1: made from the same types that the answers are made of."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from newsroom.web.api.door import public_read
from newsroom.web.api.operations import api
from newsroom.web.api.parameters import FindQuery, PageQuery, TableQuery
from newsroom.web.api.problems import MEDIA_TYPE
from newsroom.web.api.tables import GEOJSON

PREFIX = "/api/v1/"
_ETAG = {
    "ETag": {
        "description": "Send it back as If-None-Match: while nothing changed, the answer is 304 without a body.",
        "schema": {"type": "string"},
    }
}


@cache
def openapi() -> dict[str, Any]:
    """The whole document, as plain data."""
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    document["servers"] = [{"url": "/"}]
    for query in (PageQuery, FindQuery, TableQuery):  # Their fields are parameters, each on its own.
        del document["components"]["schemas"][query.__name__]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(operation["responses"])
            if path.endswith(".geojson"):
                content = operation["responses"]["200"]["content"]
                content[GEOJSON] = content.pop("application/json")
    return document


def _complete(responses: dict[str, Any]) -> None:
    """Add what django-ninja does not know: the problems' own media type, the validators."""
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
        else:
            response["headers"] = _ETAG
    responses["304"] = {"description": "Not Modified", "headers": _ETAG}


@public_read
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document, for machines."""
    return HttpResponse(json.dumps(openapi(), ensure_ascii=False), content_type="application/json")
