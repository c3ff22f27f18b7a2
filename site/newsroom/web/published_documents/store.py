"""Finding and keeping published documents: one statement each, by a connection of one's own.

A read validates itself. The statement that fetches the bytes also checks that no change that readers could notice has
happened since they were made (`generation.py`), that no page expired meanwhile, and, where they are one page's, that
this page is public now on the very revision that they say. The last is what the triggers vouch for already; it holds
also where somebody switched them off.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import brotli
import psycopg
from django.db import connections

# A page is seldom more than 50 KB; what is larger than this is not asked for often enough to be kept.
LARGEST = 1024 * 1024
# Lists can be asked for in more ways than there is room for; pages cannot.
MOST_LISTS = 5_000
ENCODINGS = {"": "body", "gzip": "gzip", "br": "br"}

Header = tuple[str, str]

_IS_PUBLIC = """
    EXISTS (
      SELECT FROM wagtailcore_page p JOIN review_approval a ON a.page_id = p.id AND a.revision_id = p.live_revision_id
      WHERE p.id = d.page_id AND p.live AND p.live_revision_id = d.revision_id AND p.alias_of_id IS NULL
        AND (p.expire_at IS NULL OR p.expire_at > now())
        AND NOT EXISTS (
          SELECT FROM consent_takedown t WHERE t.translation_key = p.translation_key
            AND (t.restored_at IS NULL OR t.created_at >= a.created_at))
        AND NOT EXISTS (
          SELECT FROM wagtailcore_pageviewrestriction r JOIN wagtailcore_page above ON above.id = r.page_id
          WHERE starts_with(p.path, above.path)))
"""
_FIND = """
    SELECT d.etag, d.headers, CASE WHEN d.etag = ANY(%s) THEN NULL ELSE d.{column} END
    FROM web_publisheddocument d JOIN web_generation g ON g.id = 1 AND g.value = d.generation
    WHERE d.address = %s AND d.release = %s AND (d.good_until IS NULL OR d.good_until > now())
      AND (d.page_id IS NULL OR {is_public})
"""
_FINDS = {
    encoding: _FIND.format(column=column, is_public=_IS_PUBLIC).encode() for encoding, column in ENCODINGS.items()
}
_NOW = "SELECT value, newsroom_good_until() FROM web_generation"
# Only if nothing has changed while it was made; and of lists only so many.
_KEEP = """
    INSERT INTO web_publisheddocument
      (address, generation, release, page_id, revision_id, good_until, headers, etag, body, gzip, br)
    SELECT %(address)s, g.value, %(release)s, %(page_id)s, %(revision_id)s, %(good_until)s, %(headers)s, %(etag)s,
      %(body)s, %(gzip)s, %(br)s
    FROM web_generation g
    WHERE g.value = %(generation)s AND (%(is_page)s OR %(most)s > (
      SELECT count(*) FROM (
        SELECT FROM web_publisheddocument WHERE generation = g.value AND page_id IS NULL LIMIT %(most)s) kept))
    ON CONFLICT (address) DO UPDATE SET
      (generation, release, page_id, revision_id, good_until, headers, etag, body, gzip, br)
      = (excluded.generation, excluded.release, excluded.page_id, excluded.revision_id, excluded.good_until,
         excluded.headers, excluded.etag, excluded.body, excluded.gzip, excluded.br)
"""


class Found(NamedTuple):
    """`body` is None where the client has it already."""

    etag: str
    headers: Sequence[Header]
    body: bytes | None
    encoding: str


class Moment(NamedTuple):
    """What an answer that is begun now is made from, and when the first page of it ends by itself."""

    generation: UUID
    good_until: datetime | None


class Document(NamedTuple):
    """An answer: `page` is (page id, revision id) where it says one page, None where it is a list of any kind."""

    address: str
    page: tuple[int, int] | None
    headers: Sequence[Header]
    etag: str
    body: bytes


class Store:
    """One connection a thread, to the database that Django uses. Errors are psycopg's."""

    def __init__(self, release: str) -> None:
        self._release = release
        self._local = threading.local()

    def find(self, address: str, known: Sequence[str], encoding: str) -> Found | None:
        """What is kept for an address, in one query. `known` are the entity tags that the client has."""
        rows = self._rows(_FINDS[encoding], (list(known), address, self._release))
        if not rows:
            return None
        etag, headers, body = rows[0]
        return Found(etag, _parsed(headers), body, encoding)

    def moment(self) -> Moment | None:
        """Which generation it is."""
        rows = self._rows(_NOW, ())
        return Moment(*rows[0]) if rows else None

    def keep(self, document: Document, moment: Moment) -> None:
        """Keep an answer that was begun at a moment, unless something has changed since."""
        page_id, revision_id = document.page or (None, None)
        self._cursor().execute(
            _KEEP,
            {
                "address": document.address,
                "release": self._release,
                "generation": moment.generation,
                "good_until": moment.good_until,
                "page_id": page_id,
                "revision_id": revision_id,
                "is_page": document.page is not None,
                "most": MOST_LISTS,
                "headers": json.dumps(document.headers, ensure_ascii=False),
                "etag": document.etag,
                **{column: compressed(document.body, encoding) for encoding, column in ENCODINGS.items()},
            },
        )

    def _rows(self, statement: Any, parameters: Sequence[Any]) -> list[Any]:
        return self._cursor().execute(statement, parameters).fetchall()

    def _cursor(self) -> psycopg.Cursor[Any]:
        cursor = getattr(self._local, "cursor", None)
        if cursor is None or cursor.connection.closed:
            cursor = self._local.cursor = self.connect().cursor(binary=True)
        return cursor

    def connect(self) -> psycopg.Connection[Any]:
        """A connection to Django's database that no request has to wait for long."""
        parameters = connections["default"].get_connection_params()
        named = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if key in parameters}
        return psycopg.connect(
            **named, autocommit=True, prepare_threshold=0, connect_timeout=3, options="-c statement_timeout=2000"
        )


@lru_cache(maxsize=1024)
def _parsed(headers: str) -> list[Header]:
    return [(name, value) for name, value in json.loads(headers)]


def compressed(body: bytes, encoding: str) -> bytes:
    """A body as it is sent in an encoding: "" (as it is), "gzip" or "br"."""
    if not encoding:
        return body
    # The time of making is no part of what was made.
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else brotli.compress(body, quality=5)
