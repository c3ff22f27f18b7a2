"""A plain question to the API answered by one statement and no framework: byte for byte what Django would say.

(`tests/attacks/test_fast_search.py` asks both.) Parts that this process has read already are not sent again: they are
known by the page and the digest of what they say, and are used only for a page that the statement finds public now.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

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


_memory = _Memory()


def make(asked: Asked, rows: Rows) -> Made | None:
    """The answer to a question, or None where Django has to give it: one query."""
    if not is_known(asked.locale) or not plain.is_plain(asked.words):
        return None
    begin, end = asked.offset, asked.offset + asked.limit
    parameters = plain.parameters(asked.words, asked.locale, _memory.known(asked.locale), version(), begin, end)
    (total, types, places, query, *_), *window = rows(plain.statement(asked.locale), parameters)
    # Nothing is found: something else may have been meant.
    if not total or not (query == "" or _ANY_OF.fullmatch(query)):
        return None
    lexemes = _LEXEME.findall(query)
    runs = [word.folded for word in words(asked.words) if word.is_run]
    items = [_item(row, asked.locale, lexemes, runs) for row in sorted(window, key=lambda row: row[0])]
    if None in items:
        return None
    found = [Row(0, *each) for each in zip(json.loads(types), json.loads(places), strict=True)]
    kinds, named = tallies(found, found)
    meta = {"total_count": total, "limit": asked.limit, "offset": asked.offset, "is_bounded": total >= CANDIDATES}
    facets = f'{{"type":{_facets(kinds)},"place":{_facets(named)}}}'
    body = (
        f'{{"meta":{json.dumps(meta, separators=(",", ":"))},"how":"all","meant":"","facets":{facets},'
        f'"items":[{",".join(filter(None, items))}]}}'
    )
    return Made(body.encode(), total)


def _item(row: Sequence[Any], code: str, lexemes: list[str], runs: list[str]) -> str | None:
    """A page that was found, or None where its parts are not made."""
    _place, _, _, _, pk, url_path, published_at, digest, text = row
    parts = _memory.get(code, pk, digest, text) if digest is not None else None
    if parts is None:
        return None
    title, snippet = shown(parts, lexemes, runs)
    url, moment = quoted(public_url(code, url_path)), _moment(published_at)
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
