"""A plain question to the API answered by one statement and no framework: byte for byte what Django would say.

(`tests/attacks/test_fast_search.py` asks both.) Parts that this process has read already are not sent again: they are
known by the page and the digest of what they say, and are used only for a page that the statement finds public now.

Which pages a statement found public holds for as long as the database is, to the transaction, in the state that the
statement saw, and no page ends by itself. So the next question asks for the order of what matches alone, if the
database is still in that state, and nothing but whether it is, where that order is known; where it is not, where a page
is among them of which nothing is known, or more match than are looked at, the whole is asked.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from math import inf
from time import monotonic
from typing import Any, NamedTuple

from django.dispatch import receiver
from pydantic import TypeAdapter

from newsroom.authoring.delivery import public_url
from newsroom.translation.languages import is_known
from newsroom.web.published_documents.searches import Asked, Made, Rows
from newsroom.web.published_documents.store import connected
from search import plain
from search.finding import Filters, Tally, narrowed, tallies
from search.parts import Parts, parsed, shown
from search.queries import CANDIDATES
from search.showing import lexemes_of, runs_of
from search.snippets import Piece

# Characters of all parts: up to 64 MB in each process.
_MOST = 32_000_000
# Pages that are known to be public, or not to be, in each language.
_MOST_PAGES = 50_000
# What pages can be narrowed by: up to some 30 KB for each set of pages.
_MOST_FACETS = 200
# Pages in all orders that are known of a language, of 8 bytes each, and how many of them are worth it.
_MOST_ORDERED, _WORTH = 500_000, 20
_MOMENT: TypeAdapter[datetime | None] = TypeAdapter(datetime | None)


class _Memory:
    """The parts that were read last, for all threads of a process, by language, page and digest."""

    def __init__(self) -> None:
        self._parts: OrderedDict[tuple[str, int, int], tuple[Parts, int]] = OrderedDict()
        self._known: dict[str, str] = {}
        self._characters = 0
        self._lock = threading.Lock()

    def known(self, code: str) -> str:
        """The digests of all of a language, as PostgreSQL writes an array."""
        with self._lock:
            if code not in self._known:
                digests = (str(digest) for language, _, digest in self._parts if language == code)
                self._known[code] = "{" + ",".join(digests) + "}"
            return self._known[code]

    def get(self, code: str, page: int, digest: int) -> Parts | None:
        """A page's parts, if they are here."""
        key = (code, page, digest)
        with self._lock:
            found = self._parts.get(key)
            if found is None:
                return None
            self._parts.move_to_end(key)
            return found[0]

    def keep(self, code: str, page: int, digest: int, text: str) -> Parts:
        """A page's parts, from their text; what was not asked for longest makes room."""
        key, parts = (code, page, digest), parsed(text)
        with self._lock:
            if key not in self._parts:  # Another thread may have been quicker.
                self._parts[key] = parts, len(text)
                self._characters += len(text)
                self._known.pop(code, None)
            while self._characters > _MOST:
                (other, _, _), (_, characters) = self._parts.popitem(last=False)
                self._characters -= characters
                self._known.pop(other, None)
        return parts


class _Page(NamedTuple):
    """A public page, and which parts are its."""

    pk: int
    content_type_id: int
    places: list[str]
    url_path: str
    published_at: str | None
    digest: int | None


class _Found(NamedTuple):
    """What is found, the best first, and what PostgreSQL made of the words."""

    pages: list[_Page]
    query: str


@dataclass
class _Public:
    """Of one language and one state of the database, which holds by itself `until` a moment (of `monotonic`): pages
    that are public, those that are not public in this language, what was found by which words, and what pages that were
    found together can be narrowed by. `is_steady` where nobody seems to write all the time: then it is worth a question
    whether the database is still in that state."""

    state: str
    until: float
    is_steady: bool = True
    pages: dict[int, _Page] = field(default_factory=dict)
    others: set[int] = field(default_factory=set)
    orders: dict[str, _Found] = field(default_factory=dict)
    ordered: int = 0
    facets: dict[tuple[frozenset[int], frozenset[int]], str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self.pages) + len(self.others) > _MOST_PAGES

    def keep(self, words: str, found: _Found) -> None:
        """Remember an order, which takes some time to find where it is long."""
        if len(found.pages) < _WORTH or words in self.orders:
            return
        if self.ordered > _MOST_ORDERED:
            self.orders.clear()
            self.ordered = 0
        self.orders[words] = found
        self.ordered += len(found.pages)


_memory = _Memory()
_public: dict[str, _Public] = {}


@receiver(connected)
def forget_what_is_public(**kwargs: Any) -> None:
    """The database may be another one, and be in a state of the same name."""
    _public.clear()


def make(asked: Asked, rows: Rows) -> Made | None:
    """The answer to a question, or None where Django has to give it: one query, and others where the database is not as
    it was, or is and yet a page is new to this process, or what is shown of it."""
    if not is_known(asked.locale) or not plain.is_plain(asked.words):
        return None
    found, public = _find(asked, rows)
    filters = Filters(asked.type, asked.place)
    # Nothing is found: something else may have been meant. Where more match, a filter has to look among those.
    if not found.pages or lexemes_of(found.query) is None:
        return None
    if any(filters) and len(found.pages) >= CANDIDATES:
        return None
    pages = found.pages
    left, of_type, in_place = narrowed(pages, filters) if any(filters) else (pages, pages, pages)
    shown = left[asked.offset : asked.offset + asked.limit]
    parts = _parts(asked.locale, shown, rows)
    if len(parts) < len(shown):
        return None
    facets = _facets_of(of_type, in_place, public)
    return _answer(asked, found.query, len(left), facets, [(page, parts[page.pk]) for page in shown])


def _find(asked: Asked, rows: Rows) -> tuple[_Found, _Public]:
    """What is public and matches, and what is known of the state that this is so in."""
    public = _public.get(asked.locale)
    if public is None or not public.is_steady or public.is_full or monotonic() >= public.until:
        return _look(asked, rows)
    known = public.orders.get(asked.words)
    if known is not None:
        is_same = rows(plain.SAME, [public.state])[0][0]
        return (known, public) if is_same and _is_still_there(asked, public) else _look(asked, rows)
    parameters = plain.order_parameters(asked.words, asked.locale, public.state)
    is_same, query, listed, is_cut = rows(plain.order(), parameters)[0]
    if not is_same or not _is_still_there(asked, public):
        return _look(asked, rows)
    ids = _numbers(listed)
    unknown = set(ids).difference(public.pages, public.others)
    is_known = not unknown or _learn(asked.locale, unknown, public, rows)
    found = _Found([public.pages[pk] for pk in ids if pk in public.pages], query)
    # A page that is not public must not take the place of one that is.
    if not is_known or (is_cut and len(found.pages) < len(ids)):
        return _look(asked, rows)
    public.keep(asked.words, found)
    return found, public


def _is_still_there(asked: Asked, public: _Public) -> bool:
    """Whoever had to connect for a question has forgotten what was known before it."""
    return _public.get(asked.locale) is public


def _learn(code: str, unknown: set[int], public: _Public, rows: Rows) -> bool:
    """Which of these pages are public, if the database is still in that state: whether it is."""
    state, told = rows(plain.among(code), plain.among_parameters(code, list(unknown)))[0]
    if state != public.state:
        return False
    pages = {row[0]: _Page(*row) for row in json.loads(told or "[]")}
    public.pages.update(pages)
    public.others.update(unknown.difference(pages))
    return True


def _look(asked: Asked, rows: Rows) -> tuple[_Found, _Public]:
    """The same, whatever was known before; it is remembered."""
    code, begin, end = asked.locale, asked.offset, asked.offset + asked.limit
    began = monotonic()
    parameters = plain.parameters(asked.words, code, _memory.known(code), begin, end)
    state, seconds, query, listed, told, parts = rows(plain.whole(code), parameters)[0]
    public = _public.get(code)
    is_steady = public is None or public.state == state
    if public is None or not is_steady or public.is_full or began >= public.until:
        public = _public[code] = _Public(state, began + (inf if seconds is None else seconds))
    public.is_steady = is_steady
    for pk, digest, text in parts or ():
        _memory.keep(code, int(pk), int(digest), text)
    pages = [_Page(pk, *row) for pk, row in zip(_numbers(listed), json.loads(told or "[]"), strict=True)]
    public.pages.update((page.pk, page) for page in pages)
    found = _Found(pages, query)
    public.keep(asked.words, found)
    return found, public


def _numbers(listed: str | None) -> list[int]:
    return [int(pk) for pk in listed.split(",")] if listed else []


def _parts(code: str, shown: list[_Page], rows: Rows) -> dict[int, Parts]:
    """What is shown of these pages, as far as that was made: one query where some of it is not here."""
    digests = {page.pk: page.digest for page in shown if page.digest is not None}
    parts = {pk: found for pk, digest in digests.items() if (found := _memory.get(code, pk, digest)) is not None}
    missing = {pk: digest for pk, digest in digests.items() if pk not in parts}
    if missing:
        for pk, digest, text in rows(plain.PARTS, [list(missing), list(missing.values())]):
            if missing.get(pk) == digest:
                parts[pk] = _memory.keep(code, pk, digest, text)
    return parts


def _answer(asked: Asked, query: str, total: int, facets: str, shown: list[tuple[_Page, Parts]]) -> Made:
    """The window that was asked for of so many pages."""
    lexemes, runs = lexemes_of(query) or [], runs_of(asked.words)
    items = [_item(asked.locale, page, parts, lexemes, runs) for page, parts in shown]
    meta = {"total_count": total, "limit": asked.limit, "offset": asked.offset, "is_bounded": total >= CANDIDATES}
    body = (
        f'{{"meta":{json.dumps(meta, separators=(",", ":"))},"how":"all","meant":"",'
        f'"facets":{facets},"items":[{",".join(items)}]}}'
    )
    return Made(body.encode(), total)


def _item(code: str, page: _Page, parts: Parts, lexemes: list[str], runs: list[str]) -> str:
    title, snippet = shown(parts, lexemes, runs)
    url, moment = quoted(public_url(code, page.url_path)), _moment(page.published_at)
    card = f'{{{parts.card},"url":{url},"lang":"{code}","published_at":{moment},{parts.details}}}'
    return f'{{"card":{card},"highlights":{{"title":{_pieces(title)},"text":{_pieces(snippet)}}}}}'


def _facets_of(of_type: list[_Page], in_place: list[_Page], public: _Public) -> str:
    """What they can be narrowed by. Words that are everywhere find the same pages."""
    key = frozenset([page.pk for page in of_type]), frozenset([page.pk for page in in_place])
    said = public.facets.get(key)
    if said is None:
        kinds, named = tallies(of_type, in_place)
        said = f'{{"type":{_facets(kinds)},"place":{_facets(named)}}}'
        if len(public.facets) >= _MOST_FACETS:
            public.facets.clear()
        public.facets[key] = said
    return said


def _pieces(pieces: list[Piece]) -> str:
    written = [f'{{"text":{quoted(text)},"is_match":{"true" if is_match else "false"}}}' for text, is_match in pieces]
    return f"[{','.join(written)}]"


def _facets(found: list[Tally]) -> str:
    return "[" + ",".join([f'{{"value":{quoted(value)},"count":{count}}}' for value, count in found]) + "]"


@lru_cache(maxsize=4096)
def _moment(written: str | None) -> str:
    """As the API writes a moment that PostgreSQL wrote."""
    return _MOMENT.dump_json(datetime.fromisoformat(written).astimezone(UTC) if written else None).decode()
