"""The site that every test begins with: a public home page and the public sections below it, made once a run.

They go the real way, which takes seconds; a test that needs them finds them. A transactional test ends by emptying
every table, so the rows are kept as PostgreSQL copies them, and put back when it is over. A test of a site in which
nothing is public yet asks for `empty_site`, and gets the rows of a moment earlier.
"""

from __future__ import annotations

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
    """The rows of every table as they were when this was made."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
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
                with cursor.copy(_copy(name, columns, "FROM STDIN")) as copy:
                    copy.write(rows)


def make_site() -> None:
    """Publish the home page and the sections below it, unless they are there from an earlier run."""
    factories.home()
    factories.story_index()
    factories.partner_index()
    factories.commitment_index()


def _copied(cursor, name: str, columns: list[str]) -> bytes:
    with cursor.copy(_copy(name, columns, "TO STDOUT")) as copy:
        return b"".join(bytes(block) for block in copy)


def _copy(name: str, columns: list[str], direction: str) -> Composed:
    fields = SQL(", ").join(map(Identifier, columns))
    return SQL("COPY {} ({}) {}").format(Identifier(name), fields, SQL(direction))  # type: ignore[arg-type]
