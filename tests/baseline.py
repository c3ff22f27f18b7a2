"""The site that every test begins with: a public home page and the public sections below it, made once a run.

They go the real way, which takes seconds; a test that needs them finds them. A transactional test ends by emptying
every table, so the rows are kept as PostgreSQL copies them, and put back when it is over. A test of a site in which
nothing is public yet asks for `empty_site`, and gets the rows of a moment earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from psycopg.sql import SQL, Composed, Identifier

from tests import factories

# A generated column is computed again; the record of migrations survives the emptying.
_COLUMNS = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'django_migrations'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname
"""


class Baseline:
    """The rows of every table as they were when this was made, in the database of the tests or behind a cursor."""

    def __init__(self, elsewhere: Any = None) -> None:
        with nullcontext(elsewhere) if elsewhere else connection.cursor() as cursor:
            cursor.execute(_COLUMNS)
            tables = cursor.fetchall()
            kept = {name: (columns, _copied(cursor, name, columns)) for name, columns in tables}
        self._tables = list(kept)
        self._rows = {name: (columns, rows) for name, (columns, rows) in kept.items() if rows}

    def replace(self) -> None:
        """Put the rows back in place of those that are there, within the transaction of a test."""
        with connection.cursor() as cursor:
            cursor.execute(SQL("TRUNCATE {}").format(SQL(", ").join(map(Identifier, self._tables))))
        self.restore()

    @transaction.atomic
    def restore(self) -> None:
        """Put the rows back into tables that are empty. Foreign keys are checked at the end, when all are there."""
        with connection.cursor() as cursor:
            for name, (columns, rows) in self._rows.items():
                _put_in(cursor, name, columns, rows)

    def changed_since(self, before: Baseline) -> dict[str, tuple[list[str], bytes]]:
        """The columns and rows of each table that has others than it had before."""
        gone = {name: (columns, b"") for name, (columns, _) in before._rows.items() if name not in self._rows}
        return gone | {name: kept for name, kept in self._rows.items() if kept != before._rows.get(name)}

    def counts(self, names: Iterable[str]) -> tuple[int, ...]:
        """How many rows each of these tables had. (In what PostgreSQL copies, a row is a line.)"""
        return tuple(self._rows[name][1].count(b"\n") if name in self._rows else 0 for name in names)


class Scenery:
    """Pages that several tests begin with. They go the real way once a run; from then on their rows and files are put
    up in place of what the baseline has in those tables."""

    def __init__(self, before: Baseline, make: Callable[[], dict[Any, Any]], upon: Scenery | None = None) -> None:
        """`make` gives what it made, by any names; `before` is what the database holds now. With `upon`, it is made
        in that other scenery, and put up in a test that has put that one up."""
        assert not connection.in_atomic_block, "Something else stands already where the scenery would be made."
        files = set(_files())
        with transaction.atomic():
            if upon is not None:
                upon.put_up()
                before = Baseline()
            self._made = make()
            self._rows = Baseline().changed_since(before)
            transaction.set_rollback(True)
        self._before = before.counts(self._rows)
        self._files = {path: path.read_bytes() for path in _files() if path not in files}

    def put_up(self) -> dict[Any, Any]:
        """Put it up, in the transaction of a test that changed nothing yet: what was made, fresh from the database."""
        assert self._counts() == self._before, "Something else stands already where the scenery would stand."
        with transaction.atomic(), connection.cursor() as cursor:
            # The rows were checked when they were made: no trigger and no foreign key looks at them again.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name, (columns, rows) in self._rows.items():
                cursor.execute(SQL("DELETE FROM {}").format(Identifier(name)))
                _put_in(cursor, name, columns, rows)
            cursor.execute("SET LOCAL session_replication_role = origin")
        for path, content in self._files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        cache.clear()  # Wagtail keeps there which pages are the homes of which languages.
        return {name: type(made)._default_manager.get(pk=made.pk) for name, made in self._made.items()}

    def _counts(self) -> tuple[int, ...]:
        """How many rows there are in the tables that it changes."""
        counts = [SQL("(SELECT count(*) FROM {})").format(Identifier(name)) for name in self._rows]
        with connection.cursor() as cursor:
            cursor.execute(SQL("SELECT {}").format(SQL(", ").join(counts)))
            return cursor.fetchone()


def make_site() -> None:
    """Publish the home page and the sections below it, unless they are there from an earlier run."""
    factories.home()
    factories.story_index()
    factories.partner_index()
    factories.commitment_index()


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _put_in(cursor: Any, name: str, columns: list[str], rows: bytes) -> None:
    with cursor.copy(_copy(name, columns, "FROM STDIN")) as copy:
        copy.write(rows)


def _copied(cursor, name: str, columns: list[str]) -> bytes:
    with cursor.copy(_copy(name, columns, "TO STDOUT")) as copy:
        return b"".join(bytes(block) for block in copy)


def _copy(name: str, columns: list[str], direction: str) -> Composed:
    fields = SQL(", ").join(map(Identifier, columns))
    return SQL("COPY {} ({}) {}").format(Identifier(name), fields, SQL(direction))  # type: ignore[arg-type]
