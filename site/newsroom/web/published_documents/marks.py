"""What a view and the application in front of it tell each other, by notes in the request, which is the server's own
`environ`: that an answer may be kept, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest

_MAY_BE_KEPT = "newsroom.may_be_kept"
_MADE_OF = "newsroom.made_of"
_MADE_BEFORE = "newsroom.made_before"


class Note(NamedTuple):
    """Whether an answer may be kept, the ids of the page and revision that it is about, and a digest of all that it is
    made of; None for an answer that did not say."""

    may_be_kept: bool
    page: tuple[int, int] | None
    made_of: str | None


def may_be_kept(request: HttpRequest, row: Any = None) -> None:
    """This answer says the same to whoever asks for this address, until something changes; `row` is the page row (with
    its live revision) that it is about, if it is about one."""
    request.META[_MAY_BE_KEPT] = (row.pk, row.live_revision_id) if row is not None else None


def is_marked(request: HttpRequest) -> bool:
    """Whether somebody said so already."""
    return _MAY_BE_KEPT in request.META


def made_before(request: HttpRequest, made_of: str | None) -> bytes | None:
    """The body that was made of just the same for this address, if it is still there. `made_of` has to be a digest of
    all that it is made of, as it is now; it is kept with what is answered."""
    if made_of is None:
        return None
    request.META[_MADE_OF] = made_of
    find = request.META.get(_MADE_BEFORE)
    return find(made_of) if find else None


def offer(environ: dict[str, Any], find: Callable[[str], bytes | None]) -> None:
    """Have `find` tell views what was made before."""
    environ[_MADE_BEFORE] = find


def taken_note(environ: dict[str, Any]) -> Note:
    """What a view said. The notes go with it."""
    environ.pop(_MADE_BEFORE, None)
    return Note(_MAY_BE_KEPT in environ, environ.pop(_MAY_BE_KEPT, None), environ.pop(_MADE_OF, None))
