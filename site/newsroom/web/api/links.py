"""Which answers come before and after this one, as headers say it (RFC 8288)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse


def link_to_windows(
    request: HttpRequest, response: HttpResponse, meta: Mapping[str, Any], *, counts: bool | None = None
) -> None:
    """Name the windows beside this one: by offset for those who count, by cursor for all others."""
    links = []
    for relation, changed in _beside(meta, counts="offset" in request.GET if counts is None else counts):
        query = request.GET.copy()
        for name in ("offset", "cursor"):
            query.pop(name, None)
        query.update(changed)
        links.append(f'<{request.path}?{query.urlencode()}>; rel="{relation}"')
    if links:
        response["Link"] = ", ".join(links)


def _beside(meta: Mapping[str, Any], *, counts: bool) -> list[tuple[str, dict[str, str]]]:
    if not counts:
        named = (("next", meta["next_cursor"]), ("prev", meta["previous_cursor"]))
        return [(relation, {"cursor": cursor}) for relation, cursor in named if cursor]
    offset, limit = meta["offset"], meta["limit"]
    beside = []
    if offset + limit < meta["total_count"]:
        beside.append(("next", {"offset": str(offset + limit)}))
    if offset:
        beside.append(("prev", {"offset": str(max(0, offset - limit))}))
    return beside
