"""What will go, said long before it does: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read more."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date


@dataclass(frozen=True)
class Retiring:
    """Since when a question is not to be asked any more, from when on it is not answered, and where to read what to
    ask instead."""

    since: datetime.datetime
    until: datetime.datetime
    read: str


# By the path below the API as openapi.json has it, such as "pages/{page_id}/". Nothing goes at present.
RETIRING: dict[str, Retiring] = {}


def retiring(path: str) -> Retiring | None:
    """What is known of a path, as openapi.json writes it or as Django's URL patterns do."""
    return RETIRING.get(path.partition("api/v1/")[2].replace("<", "{").replace(">", "}"))


def warn(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell whoever asks for what will go."""
    match = request.resolver_match
    found = retiring(match.route) if match is not None else None
    if found is None:
        return
    response["Deprecation"] = f"@{int(found.since.timestamp())}"
    response["Sunset"] = http_date(found.until.timestamp())
    links = [response["Link"]] if "Link" in response else []
    response["Link"] = ", ".join([*links, f'<{found.read}>; rel="deprecation"'])
