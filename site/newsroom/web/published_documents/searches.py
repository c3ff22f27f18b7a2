"""Searches of the API that need no Django: plain words in one language, answered by one statement.

There is no end of questions, so no answer is kept; each is made of what the database says at that moment. The search
room registers how (`register`); whatever is unusual is Django's: another parameter, a value that is refused, words in
quotation marks, a page whose parts are not made yet, what is not found, which may have been mistyped, and a type or a
place where more match than are looked at.

The headers are those that Django gave to a search before, in this process: only what a question changes is written
here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict

from newsroom.authoring.listing import MAX_VALUE
from newsroom.web.api.page_types import page_types
from newsroom.web.published_documents.requests import scheme_of
from newsroom.web.published_documents.store import Header, Store

_PATH = "/api/v1/search/"
_LONGEST, _MOST, _FURTHEST = 200, 100, 1_000_000
_DEFAULTS = (("q", ""), ("locale", ""), ("limit", "20"), ("offset", "0"), ("type", ""), ("place", ""))
_KNOWN = {name for name, _ in _DEFAULTS}
_NUMBER = re.compile(r"[0-9]{1,7}")
# What differs from one question to another, besides what is said anew with every answer.
_OF_THE_QUESTION = {"content-language", "link"}


class Asked(NamedTuple):
    """A question: words, a language code, which of the pages that are found are wanted, and what they are narrowed to:
    a type by its name in JSON, a place; or neither (empty)."""

    words: str
    locale: str
    limit: int
    offset: int
    type: str = ""
    place: str = ""


class Made(NamedTuple):
    """The bytes of an answer, and how many pages were found."""

    body: bytes
    total: int


class Answer(NamedTuple):
    """What to send."""

    etag: str
    headers: Sequence[Header]
    body: bytes


Rows = Callable[[bytes, Sequence[Any]], list[Any]]
_make: Callable[[Asked, Rows], Made | None] = lambda asked, rows: None  # noqa: E731


def register(make: Callable[[Asked, Rows], Made | None]) -> None:
    """Answer with this from now on: it takes a question and a way to ask the database, and gives None for what Django
    has to answer."""
    global _make
    _make = make


def is_one(environ: dict[str, Any]) -> bool:
    """Whether this asks for a search of the API."""
    return environ.get("PATH_INFO") == _PATH


class Searches:
    """Answers for one application."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._headers: dict[str, list[Header]] = {}

    def learn(self, environ: dict[str, Any], headers: Sequence[Header]) -> None:
        """The headers of an answer of Django's, less those of every moment."""
        kept = [(name, value) for name, value in headers if name.lower() not in _OF_THE_QUESTION]
        # A way that is to end says so in a header with the others: it is Django's to the end.
        if not any(name.lower() == "deprecation" for name, _ in kept):
            self._headers[scheme_of(environ)] = kept

    def answer(self, environ: dict[str, Any]) -> Answer | None:
        """The answer, or None where Django has to give it. Raises psycopg's errors."""
        headers = self._headers.get(scheme_of(environ))
        query = _query(environ) if headers else None
        asked = _asked(query) if query else None
        made = _make(asked, self._store.rows) if asked else None
        if headers is None or query is None or asked is None or made is None:
            return None
        mine = [*headers, ("Content-Language", asked.locale)]
        if links := _links(asked, made.total, query):
            mine.append(("Link", links))
        return Answer(hashlib.sha256(made.body).hexdigest()[:32], mine, made.body)


def _query(environ: dict[str, Any]) -> QueryDict | None:
    try:
        return QueryDict(environ.get("QUERY_STRING", ""))
    except SuspiciousOperation:
        return None


def _asked(query: QueryDict) -> Asked | None:
    """A question that `parameters.SearchQuery` would take, of those that are answered here."""
    values = {name: given for name, given in query.lists() if len(given) == 1}
    if len(values) != len(query) or not {"q", "locale"} <= set(values) <= _KNOWN:
        return None
    typed, code, limit, offset, kind, place = (str(values.get(name, [default])[0]) for name, default in _DEFAULTS)
    is_a_question = 1 <= len(typed) <= _LONGEST and "\0" not in typed
    # A type that is there, a place of some length: what is empty, or unknown, is refused.
    if values.get("type", ["x"]) == [""] or values.get("place", ["x"]) == [""]:
        return None
    if (kind and kind not in page_types()) or len(place) > MAX_VALUE or "\0" in place:
        return None
    if not is_a_question or not _NUMBER.fullmatch(limit) or not _NUMBER.fullmatch(offset):
        return None
    asked = Asked(typed, code, int(limit), int(offset), kind, place)
    return asked if 1 <= asked.limit <= _MOST and asked.offset <= _FURTHEST else None


def _links(asked: Asked, total: int, query: QueryDict) -> str:
    """As `api.links` has it."""
    beside = []
    if asked.offset + asked.limit < total:
        beside.append(("next", asked.offset + asked.limit))
    if asked.offset:
        beside.append(("prev", max(0, asked.offset - asked.limit)))
    if not beside:
        return ""
    asking = query.copy()
    asking.pop("offset", None)
    links = []
    for relation, offset in beside:
        asking["offset"] = str(offset)
        links.append(f'<{_PATH}?{asking.urlencode()}>; rel="{relation}"')
    return ", ".join(links)
