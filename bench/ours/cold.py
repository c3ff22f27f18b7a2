"""`python -m bench.ours.cold`: the number of queries that the first HTML of a page takes after a publish.

In a process of its own, where every statement can be counted: Django's, which psycopg sends, and those that the thin
application in front of it has libpq send. Paths are read from standard input, one a line; the largest number is
printed.
"""

import sys
from typing import Any

import django
import psycopg

django.setup()

from bench.refusals import Failed  # noqa: E402
from config.wsgi import application  # noqa: E402
from newsroom.web.published_documents.checking import environ_of  # noqa: E402
from newsroom.web.published_documents.store import Store  # noqa: E402


def main() -> None:
    """Ask each page once in a new generation."""
    sent: list[Any] = []
    execute = psycopg.Cursor.execute

    def counted(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        sent.append(query)
        return execute(self, query, *args, **kwargs)

    paths = [line.strip() for line in sys.stdin if line.strip()]
    one_row = Store._one_row

    def counted_too(self: Any, name: bytes, *args: Any) -> Any:
        sent.append(name)
        return one_row(self, name, *args)

    numbers = []
    b"".join(
        application(environ_of("http", paths[0]), lambda *args: None)
    )  # Connections, caches of code: not a page's.
    psycopg.Cursor.execute, Store._one_row = counted, counted_too  # type: ignore[method-assign]
    for path in paths:
        django.db.connection.cursor().execute("UPDATE web_generation SET value = gen_random_uuid()")
        sent.clear()
        started: list[str] = []
        b"".join(application(environ_of("http", path), lambda status, *rest, said=started: said.append(status)))
        if started != ["200 OK"]:
            raise Failed(f"{path} answered {started}")
        numbers.append(len(sent))
    print(max(numbers))


main()
