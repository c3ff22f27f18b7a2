"""A plain question to the API answered by one statement and no framework: byte for byte what Django would say.

(`tests/attacks/test_fast_search.py` asks both.) Parts that this process has read already are not sent again: they are
known by the page and the digest of what they say, and are used only for a page that the statement finds public now.

Which pages a statement found public holds for as long as the database is, to the transaction, in the state that the
statement saw, and no page ends by itself. So the next question asks for the order of what matches alone, if the
database is still in that state; where it is not, where a page is among them of which nothing is known, or more match
than are looked at, the whole is asked.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from math import inf
from time import monotonic
from typing import NamedTuple

from pydantic import TypeAdapter

from newsroom.authoring.delivery import public_url
from newsroom.translation.languages import is_known
from newsroom.web.published_documents.searches import Asked, Made, Rows
from search import plain
from search.finding import Tally, tallies
from search.parts import Parts, parsed, shown, version
from search.plain import Row
from search.queries import CANDIDATES
from search.snippets import Piece
from search.words import words

# Characters of all parts: up to 64 MB in each process.
_MOST = 32_000_000
# Pages that are known to be public, or not to be, in each language.
_MOST_PAGES = 50_000
# A query of single words, one of which is enough, as PostgreSQL writes it.
_ANY_OF = re.compile(r"'(?:[^'\\]+)'(?::\*)?(?: \| '(?:[^'\\]+)'(?::\*)?)*")
_LEXEME = re.compile(r"'([^']+)'")
_MOMENT: TypeAdapter[datetime | None] = TypeAdapter(datetime | None)


class _Memory:
    """The parts that were read last, for all threads of a process."""

    def __init__(self) -> None:
        self._parts: OrderedDict[tuple[str, int, int], tuple[Parts, int]] = OrderedDict()
        self._known: dict[str, str] = {}
        self._characters = 0
        self._lock = threading.Lock()

    def known(self, code: str) -> str:
        """The digests of all of a language, as PostgreSQL writes an array."""
        return self._known.get(code, "{}")

    def get(self, code: str, page: int, digest: int, text: str | None) -> Parts | None:
        """A page's parts, from this text if they are not here yet; None where both are missing."""
        key = (code, page, digest)
        with self._lock:
            found = self._parts.get(key)
            if found is not None:
                self._parts.move_to_end(key)
                return found[0]
        if text is None:
            return None
        parts = parsed(text)
        with self._lock:
            if key in self._parts:  # Another thread was quicker.
                return parts
            self._parts[key] = parts, len(text)
            self._characters += len(text)
            changed = {code}
            while self._characters > _MOST:
                (other, _, _), (_, characters) = self._parts.popitem(last=False)
                self._characters -= characters
                changed.add(other)
            for each in changed:
                digests = (str(digest) for language, _, digest in self._parts if language == each)
                self._known[each] = "{" + ",".join(digests) + "}"
        return parts


class _Shown(NamedTuple):
    """What lies on a page's row, and which parts are its."""

    url_path: str
    published_at: datetime | None
    digest: int | None


@dataclass
class _Public:
    """Of one language and one state of the database, which holds by itself `until` a moment (of `monotonic`): pages
    that are public, what of them was shown so far, and pages that are not public in this language."""

    state: str
    until: float
    pages: dict[int, Row] = field(default_factory=dict)
    shown: dict[int, _Shown] = field(default_factory=dict)
    others: set[int] = field(default_factory=set)


_memory = _Memory()
_public: dict[str, _Public] = {}


class _Matching(NamedTuple):
    """What matches, the best first, and what PostgreSQL made of the words; `is_cut` where more may match."""

    ids: list[int]
    query: str
    is_cut: bool
    public: _Public


def make(asked: Asked, rows: Rows) -> Made | None:
    """The answer to a question, or None where Django has to give it: one query, or two where a page is new."""
    if not is_known(asked.locale) or not plain.is_plain(asked.words):
        return None
    public = _public.get(asked.locale)
    alike = _look(asked, rows, public if public is not None and monotonic() < public.until else None)
    made = _answer(asked, alike)
    if made is not None or alike.public is not public:
        return made
    found = _look(asked, rows, None)
    if found.public is public and not alike.is_cut:
        public.others.update(set(alike.ids).difference(found.ids))
    return _answer(asked, found)


def _look(asked: Asked, rows: Rows, public: _Public | None) -> _Matching:
    """What matches, public or not, if the database is still in that state; else what is public, which is remembered."""
    code, begin, end = asked.locale, asked.offset, asked.offset + asked.limit
    began = monotonic()
    state = public.state if public else ""
    parameters = plain.parameters(asked.words, code, state, _memory.known(code), version(), begin, end)
    (_, _, state, seconds, query, listed, told, is_cut, *_), *window = rows(plain.statement(code), parameters)
    ids = [int(pk) for pk in listed.split(",")] if listed else []
    if state is None and public is not None:
        return _Matching(ids, query, is_cut, public)
    public = _public.get(code)
    if public is None or public.state != state or len(public.pages) + len(public.others) > _MOST_PAGES:
        public = _public[code] = _Public(state, began + (inf if seconds is None else seconds))
    public.pages.update((pk, Row(pk, *each)) for pk, each in zip(ids, json.loads(told or "[]"), strict=True))
    for _, pk, _, _, _, _, _, _, url_path, published_at, digest, text in window:
        public.shown[pk] = _Shown(url_path, published_at, digest)
        if digest is not None:
            _memory.get(code, pk, digest, text)
    return _Matching(ids, query, False, public)


def _answer(asked: Asked, matching: _Matching) -> Made | None:
    """What of it is public; None where not all of that is known, or it is nothing."""
    ids, query, is_cut, public = matching
    found = [public.pages[pk] for pk in ids if pk in public.pages]
    is_whole = len(found) == len(ids) or (not is_cut and public.others.issuperset(set(ids) - public.pages.keys()))
    # Nothing is found: something else may have been meant.
    if not found or not is_whole or not (query == "" or _ANY_OF.fullmatch(query)):
        return None
    lexemes = _LEXEME.findall(query)
    runs = [word.folded for word in words(asked.words) if word.is_run]
    shown = found[asked.offset : asked.offset + asked.limit]
    items = [_item(row.pk, asked.locale, public, lexemes, runs) for row in shown]
    if None in items:
        return None
    total = len(found)
    kinds, named = tallies(found, found)
    meta = {"total_count": total, "limit": asked.limit, "offset": asked.offset, "is_bounded": total >= CANDIDATES}
    facets = f'{{"type":{_facets(kinds)},"place":{_facets(named)}}}'
    body = (
        f'{{"meta":{json.dumps(meta, separators=(",", ":"))},"how":"all","meant":"","facets":{facets},'
        f'"items":[{",".join(filter(None, items))}]}}'
    )
    return Made(body.encode(), total)


def _item(pk: int, code: str, public: _Public, lexemes: list[str], runs: list[str]) -> str | None:
    """A page that was found, or None where its parts are not here."""
    row = public.shown.get(pk)
    parts = _memory.get(code, pk, row.digest, None) if row is not None and row.digest is not None else None
    if row is None or parts is None:
        return None
    title, snippet = shown(parts, lexemes, runs)
    url, moment = quoted(public_url(code, row.url_path)), _moment(row.published_at)
    card = f'{{{parts.card},"url":{url},"lang":"{code}","published_at":{moment},{parts.details}}}'
    return f'{{"card":{card},"highlights":{{"title":{_pieces(title)},"text":{_pieces(snippet)}}}}}'


def _pieces(pieces: list[Piece]) -> str:
    written = (f'{{"text":{quoted(text)},"is_match":{"true" if is_match else "false"}}}' for text, is_match in pieces)
    return f"[{','.join(written)}]"


def _facets(found: list[Tally]) -> str:
    return "[" + ",".join([f'{{"value":{quoted(value)},"count":{count}}}' for value, count in found]) + "]"


@lru_cache(maxsize=4096)
def _moment(moment: datetime | None) -> str:
    return _MOMENT.dump_json(moment.astimezone(UTC) if moment else None).decode()
