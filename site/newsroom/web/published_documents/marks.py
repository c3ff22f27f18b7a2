"""How a view says that its answer may be kept: a note in the request, which is the server's own `environ`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

_MAY_BE_KEPT = "newsroom.may_be_kept"


def may_be_kept(request: HttpRequest, row: Any = None) -> None:
    """This answer says the same to whoever asks for this address, until something changes; `row` is the page row (with
    its live revision) that it is about, if it is about one."""
    request.META[_MAY_BE_KEPT] = (row.pk, row.live_revision_id) if row is not None else None


def is_marked(request: HttpRequest) -> bool:
    """Whether somebody said so already."""
    return _MAY_BE_KEPT in request.META


def taken_note(environ: dict[str, Any]) -> tuple[bool, tuple[int, int] | None]:
    """Whether the answer may be kept, and the ids of the page and revision that it is about. The note goes with it."""
    return _MAY_BE_KEPT in environ, environ.pop(_MAY_BE_KEPT, None)
