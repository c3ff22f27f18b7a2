"""Where a reader of a long list is: a mark that stays right while pages come and go before it.

A cursor holds what the last row is ordered by, the question that it belongs to, and which way it goes. It is signed,
so whatever is in one was ours; it says nothing that the answer did not.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any, NamedTuple

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from newsroom.web.api.problems import bad_parameters

_SALT = "newsroom.web.api.cursors"
UNKNOWN = "This is no cursor of an answer to this question. Begin again without one."


class Cursor(NamedTuple):
    """What the row at the edge is ordered by (or, where nothing but a count tells, how many came before), and whether
    the rows before it are wanted."""

    key: list[Any]
    is_backwards: bool = False


def write(question: dict[str, Any], cursor: Cursor) -> str:
    """The cursor as text, for this question only."""
    key = [value.isoformat() if isinstance(value, datetime.datetime) else value for value in cursor.key]
    return Signer(salt=_SALT).sign_object([_digest(question), int(cursor.is_backwards), key], compress=True)


def read(question: dict[str, Any], text: str) -> Cursor:
    """The cursor of a text. Raises Refusal (400) for one that is not of an answer to this question."""
    try:
        digest, is_backwards, key = Signer(salt=_SALT).unsign_object(text)
    except (BadSignature, ValueError) as wrong:
        raise bad_parameters({"cursor": UNKNOWN}) from wrong
    if digest != _digest(question):
        raise bad_parameters({"cursor": UNKNOWN})
    return Cursor(key, bool(is_backwards))


def beyond(order: tuple[str, ...], cursor: Cursor) -> Q:
    """The condition of rows that come after the cursor in this order, or before it if it goes backwards."""
    beyond, same = Q(), Q()
    for name, value in zip(order, cursor.key, strict=True):
        field = name.removeprefix("-")
        comparison = "lt" if name.startswith("-") != cursor.is_backwards else "gt"
        beyond |= same & Q(**{f"{field}__{comparison}": value})
        same &= Q(**{field: value})
    return beyond


def reversed_order(order: tuple[str, ...]) -> tuple[str, ...]:
    """The same order from its end."""
    return tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order)


def key_of(row: Any, order: tuple[str, ...]) -> list[Any]:
    """What a row is ordered by."""
    return [getattr(row, name.removeprefix("-")) for name in order]


def _digest(question: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(question, sort_keys=True, default=str).encode()).hexdigest()[:12]
