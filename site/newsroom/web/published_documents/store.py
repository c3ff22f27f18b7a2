"""Finding and keeping published documents: one statement each, by a connection of one's own.

A read validates itself. The statement that fetches the bytes also checks that no change that readers could notice has
happened since they were made (`generation.py`), that no page expired meanwhile, and, where they are one page's, that
this page is public now on the very revision that they say. The last is what the triggers vouch for already; it holds
also where somebody switched them off.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import brotli
import psycopg
from django.db import connections
from django.dispatch import Signal
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult

from newsroom.web.published_documents.lease import LEASE

# A page is seldom more than 50 KB; what is larger than this is not asked for often enough to be kept.
LARGEST = 1024 * 1024
# Lists can be asked for in more ways than there is room for; pages cannot.
MOST_LISTS = 5_000
ENCODINGS = {"": "body", "gzip": "gzip", "br": "br"}

Header = tuple[str, str]
_OF_A_BODY = ("content-type", "last-modified")
# Sent by a store that has a new connection, before anything is asked on it. What is remembered of a state of the
# database is to be forgotten: after a crash PostgreSQL gives the numbers of transactions that it lost to others.
connected = Signal()
# The names of the statements that a connection knows.
_prepared_on: WeakKeyDictionary[psycopg.Connection[Any], set[bytes]] = WeakKeyDictionary()

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
          WHERE starts_with(p.path, above.path))
        AND NOT EXISTS (
          SELECT FROM consent_reliance r JOIN consent_consent c ON c.id = r.consent_id
          WHERE r.revision_id = p.live_revision_id AND (c.revoked_at IS NOT NULL OR c.valid_until <= now())))
"""
# $1: the entity tags that the client has; $2: the address; $3: the release. With what is found it says in which state
# of the database it is so, and for how many seconds by itself; where nothing is, what an answer that is begun now is
# made from.
_FIND = """
    SELECT d.etag, d.headers, CASE WHEN d.etag = ANY($1::text[]) THEN NULL ELSE d.{column} END,
      CASE WHEN d.address IS NULL THEN g.value::text ELSE pg_current_snapshot()::text END,
      CASE WHEN d.address IS NULL THEN newsroom_good_until()::text
        ELSE extract(epoch FROM d.good_until - clock_timestamp())::text END
    FROM web_generation g LEFT JOIN web_publisheddocument d
      ON d.address = $2 AND d.generation = g.value AND d.release = $3
        AND (d.good_until IS NULL OR d.good_until > now()) AND (d.page_id IS NULL OR {is_public})
    WHERE g.id = 1
"""
_FINDS = {
    encoding: (f"newsroom_find_{column}".encode(), _FIND.format(column=column, is_public=_IS_PUBLIC).encode())
    for encoding, column in ENCODINGS.items()
}
_LEASE = b"SELECT state, seconds::text FROM newsroom_lease()"
_MADE_BEFORE = b"""
    SELECT body FROM web_publisheddocument WHERE address = $1 AND release = $2 AND made_of = $3
"""
_OUR_TAG = re.compile(r"[0-9a-f]+").fullmatch
# Every statement here is one of a few, and finds what it wants in an index: one plan for each, made once. A lease needs
# a snapshot of its own for each statement.
_OPTIONS = (
    "-c default_transaction_isolation=read\\ committed -c statement_timeout=2000"
    " -c plan_cache_mode=force_generic_plan -c jit=off"
    " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
)
# A page whose bytes are as they were: they lie here already, in all encodings.
_KEEP_ON = """
    UPDATE web_publisheddocument d
    SET (generation, page_id, revision_id, good_until, headers, made_of)
      = (g.value, %(page_id)s, %(revision_id)s, %(good_until)s::timestamptz, %(headers)s, %(made_of)s)
    FROM web_generation g
    WHERE g.value = %(generation)s::uuid AND %(is_page)s
      AND d.address = %(address)s AND d.release = %(release)s AND d.etag = %(etag)s
"""
# Only if nothing has changed while it was made; and of lists only so many.
_KEEP = """
    INSERT INTO web_publisheddocument
      (address, generation, release, page_id, revision_id, good_until, headers, etag, made_of, body, gzip, br)
    SELECT %(address)s, g.value, %(release)s, %(page_id)s, %(revision_id)s, %(good_until)s::timestamptz, %(headers)s,
      %(etag)s, %(made_of)s, %(body)s, %(gzip)s, %(br)s
    FROM web_generation g
    WHERE g.value = %(generation)s::uuid AND (%(is_page)s OR %(most)s > (
      SELECT count(*) FROM (
        SELECT FROM web_publisheddocument WHERE generation = g.value AND page_id IS NULL LIMIT %(most)s) kept))
    ON CONFLICT (address) DO UPDATE SET
      (generation, release, page_id, revision_id, good_until, headers, etag, made_of, body, gzip, br)
      = (excluded.generation, excluded.release, excluded.page_id, excluded.revision_id, excluded.good_until,
         excluded.headers, excluded.etag, excluded.made_of, excluded.body, excluded.gzip, excluded.br)
"""


@dataclass(frozen=True)
class Found:
    """`body` is None where the client has it already. It is so in one `state` of the database, and by itself for so
    many `seconds`."""

    etag: str
    headers: Sequence[Header]
    body: bytes | None
    encoding: str
    state: str = ""
    seconds: float = 0.0

    @cached_property
    def whole(self) -> list[Header]:
        """What is sent before the body."""
        headers = [*self.headers, *self._tag, ("Content-Length", str(len(self.body or b"")))]
        return [*headers, ("Content-Encoding", self.encoding)] if self.encoding else headers

    @cached_property
    def brief(self) -> list[Header]:
        """What a 304 says: of what it may repeat (RFC 9110, 15.4.5) no more than a cache needs."""
        return [*(each for each in self.headers if each[0].lower() not in _OF_A_BODY), *self._tag]

    @property
    def _tag(self) -> list[Header]:
        # A tag is one encoding's (8.8.3).
        tag = f'"{self.etag}-{self.encoding}"' if self.encoding else f'"{self.etag}"'
        return [*([("ETag", tag)] if self.etag else []), ("Vary", "Accept-Encoding")]


class Lease(NamedTuple):
    """Until when (of `monotonic`) the database is in a state, as far as readers can notice; None for as long as nothing
    can be said of it."""

    state: str | None
    until: float


class Moment(NamedTuple):
    """What an answer that is begun now is made from, and when the first page of it ends by itself, as PostgreSQL writes
    them."""

    generation: str
    good_until: str | None


class Document(NamedTuple):
    """An answer: `page` is (page id, revision id) where it says one page, None where it is a list of any kind. `made`
    has the bytes that there are already, by encoding; `made_of` is a digest of all that it was made of, if it said."""

    address: str
    page: tuple[int, int] | None
    headers: Sequence[Header]
    etag: str
    body: bytes
    made: Mapping[str, bytes] = {}
    made_of: str | None = None


class Store:
    """One connection a thread, to the database that Django uses. Errors are psycopg's."""

    def __init__(self, release: str) -> None:
        self._release = release
        self._local = threading.local()

    def find(self, address: str, known: Sequence[str], encoding: str) -> Found | Moment | None:
        """What is kept for an address, else which moment it is, in one query. `known` are the entity tags that the
        client has. None where the database has no generation, so that nothing can be kept."""
        tags = f"{{{','.join(filter(_OUR_TAG, known))}}}"
        row = self._one_row(*_FINDS[encoding], [tags.encode(), address.encode(), self._release.encode()])
        if row is None:
            return None
        etag, headers, body, moment, good_for = row
        if etag is None or headers is None:
            return Moment((moment or b"").decode(), good_for.decode() if good_for else None)
        seconds = float(good_for) if good_for else inf
        return Found(etag.decode(), _parsed(headers), body, encoding, (moment or b"").decode(), seconds)

    def lease(self) -> Lease:
        """Ask for the right to answer without asking, for a few milliseconds from now (`lease.py`)."""
        began = monotonic()
        row = self._one_row(b"newsroom_lease", _LEASE, [])
        state, seconds = row or (None, None)
        if state is None or seconds is None:
            return Lease(None, began + LEASE)
        return Lease(state.decode(), began + float(seconds))

    def _one_row(self, name: bytes, statement: bytes, parameters: list[bytes]) -> list[bytes | None] | None:
        """Asked by libpq itself: what a cursor of psycopg does around it takes three times as long as the question."""
        connection = self.connection()
        prepared = _prepared_on.setdefault(connection, set())
        if name not in prepared:
            _check(connection, connection.pgconn.prepare(name, statement))
            prepared.add(name)
        found = _check(connection, connection.pgconn.exec_prepared(name, parameters, None, Format.BINARY))
        return [found.get_value(0, column) for column in range(found.nfields)] if found.ntuples else None

    def keep(self, document: Document, moment: Moment) -> None:
        """Keep an answer that was begun at a moment, unless something has changed since."""
        page_id, revision_id = document.page or (None, None)
        said = {
            "address": document.address,
            "release": self._release,
            "generation": moment.generation,
            "good_until": moment.good_until,
            "page_id": page_id,
            "revision_id": revision_id,
            "is_page": document.page is not None,
            "headers": json.dumps(document.headers, ensure_ascii=False),
            "etag": document.etag,
            "made_of": document.made_of,
        }
        cursor = self._cursor()
        if cursor.execute(_KEEP_ON, said).rowcount:
            return
        columns = {
            column: document.made.get(encoding) or compressed(document.body, encoding)
            for encoding, column in ENCODINGS.items()
        }
        cursor.execute(_KEEP, {**said, **columns, "most": MOST_LISTS})

    def made_before(self, address: str, made_of: str) -> bytes | None:
        """The body that this release made for an address of just the same, whenever that was."""
        parameters = [address.encode(), self._release.encode(), made_of.encode()]
        row = self._one_row(b"newsroom_made_before", _MADE_BEFORE, parameters)
        return row[0] if row else None

    def rows(self, statement: bytes, parameters: Sequence[Any]) -> list[Any]:
        """What a long statement of another room finds (`searches.py`): its parameters are numbered ($1), so that
        nobody has to read it again at each request."""
        cursor = psycopg.RawCursor(self.connection())
        cursor.format = Format.BINARY
        return cursor.execute(statement, parameters).fetchall()

    def _cursor(self) -> psycopg.Cursor[Any]:
        # Django's kind of cursor, where the connection is Django's (in tests), would write bytes into the statement.
        cursor = psycopg.Cursor(self.connection())
        cursor.format = Format.BINARY
        return cursor

    def connection(self) -> psycopg.Connection[Any]:
        """This thread's, anew where it broke."""
        connection = getattr(self._local, "connection", None)
        if connection is None or connection.closed:
            connection = self._local.connection = self.connect()
            connected.send(sender=self)
        return connection

    def close(self) -> None:
        """Close this thread's connection, if it has one."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()

    def connect(self) -> psycopg.Connection[Any]:
        """A connection to Django's database that no request has to wait for long."""
        parameters = connections["default"].get_connection_params()
        named = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if key in parameters}
        return psycopg.connect(**named, autocommit=True, prepare_threshold=0, connect_timeout=3, options=_OPTIONS)


def _check(connection: psycopg.Connection[Any], result: PGresult) -> PGresult:
    """The result, if it is one. Raises OperationalError; a connection that broke is not asked again."""
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return result
    if connection.pgconn.status != ConnStatus.OK:
        connection.close()
    raise psycopg.OperationalError(result.error_message.decode(errors="replace"))


@lru_cache(maxsize=1024)
def _parsed(headers: bytes) -> list[Header]:
    return [(name, value) for name, value in json.loads(headers)]


def compressed(body: bytes, encoding: str) -> bytes:
    """A body as it is sent in an encoding: "" (as it is), "gzip" or "br"."""
    if not encoding:
        return body
    # The time of making is no part of what was made.
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else brotli.compress(body, quality=5)
