"""Querysets whose SQL is made once in a process: to put together the condition of what is visible takes Django longer
than PostgreSQL takes to answer, and the first reader of every page after every publish waits for it a dozen times."""

from __future__ import annotations

import copy
import datetime
import itertools
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from django.db import connections
from django.db.models import Field, ForeignObject, Lookup, QuerySet
from psycopg import OperationalError
from psycopg.pq import ExecStatus
from psycopg.sql import Literal


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`pk__any_of=[1, 2]`: as `pk__in`, with one parameter however many values there are. The array is handed on by a
    query of its own, so that PostgreSQL does not count its values, and makes one plan for every number of them. Instead
    of values there may be an `ArraySubquery` of few: PostgreSQL begins with those, where `pk__in` may look at all."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        if not self.rhs_is_direct_value():
            array, more = self.process_rhs(compiler, connection)
            return f"{column} = ANY({array})", [*parameters, *more]
        kind = self.lhs.output_field.cast_db_type(connection).partition("(")[0]
        return f"{column} = ANY(ARRAY(SELECT unnest(%s::{kind}[])))", [*parameters, self.rhs]


class Compiled:
    """A queryset with open places.

        homes = Compiled(lambda code: Page.objects.filter(locale__language_code=code), code="\\0code")
        homes(code="es")

    `build` gives the queryset; `samples` are the values that it is built with once, each of them one that stands
    nowhere else in the statement, and given to the database as it is. Calling it with other values gives the list that
    the queryset would give, in one query. PostgreSQL keeps the statement for each connection, and plans it a few times
    only: to plan such a condition takes it longer than to answer."""

    def __init__(self, build: Callable[..., QuerySet], **samples: Any) -> None:
        self._build, self._samples = build, samples
        self._made: tuple[QuerySet, Any, _Statement] | None = None

    def __call__(self, **values: Any) -> list[Any]:
        queryset, compiler, statement = self._made or self._make()
        if values.keys() != self._samples.keys():
            raise TypeError(f"{sorted(self._samples)} are asked for, {sorted(values)} were given.")
        asking = copy.copy(compiler)
        asking.connection = _Preparing(connections[queryset.db], statement)
        asking.as_sql = lambda *args, **kwargs: (statement.execute, [values[name] for name in self._samples])
        fresh = queryset.all()
        fresh.query.get_compiler = lambda *args, **kwargs: asking  # type: ignore[method-assign]
        return list(fresh)

    def _make(self) -> tuple[QuerySet, Any, _Statement]:
        queryset = self._build(**self._samples)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        # A condition that asks Python for the time would stay at that time: `Now()` asks the database.
        if any(isinstance(parameter, datetime.datetime) for parameter in parameters):
            raise TypeError(f"There is a fixed time in {sql}")
        connections[queryset.db].ensure_connection()
        written = [self._written(parameter, connections[queryset.db].connection) for parameter in parameters]
        missing = [name for number, name in enumerate(self._samples, 1) if f"${number}" not in written]
        if missing:
            raise TypeError(f"{missing} stand nowhere in {sql}")
        self._made = queryset, compiler, _Statement(sql % tuple(written), len(self._samples))
        return self._made

    def _written(self, parameter: Any, connection: Any) -> str:
        """What stands in the statement for a parameter: the number of an open place, or the value itself."""
        for number, sample in enumerate(self._samples.values(), 1):
            if isinstance(parameter, type(sample)) and parameter == sample:
                return f"${number}"
        return Literal(parameter).as_string(connection)


class _Statement:
    """A statement under a name of its own, as each connection gets to know it."""

    _numbers = itertools.count(1)

    def __init__(self, sql: str, places: int) -> None:
        self.name = f"newsroom_compiled_{next(self._numbers)}"
        self.execute = f"EXECUTE {self.name}" + (f" ({', '.join(['%s'] * places)})" if places else "")
        self._sql = sql.encode()
        self._known_to: WeakSet[Any] = WeakSet()

    def make_known(self, connection: Any) -> None:
        """Have PostgreSQL keep it, past the end of the transaction."""
        if connection in self._known_to:
            return
        result = connection.pgconn.prepare(self.name.encode(), self._sql)
        if result.status != ExecStatus.COMMAND_OK:
            raise OperationalError(result.error_message.decode(errors="replace"))
        self._known_to.add(connection)


class _Preparing:
    """A connection that knows a statement before it is asked anything."""

    def __init__(self, connection: Any, statement: _Statement) -> None:
        self._connection, self._statement = connection, statement

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        cursor = self._connection.cursor()  # Now it is connected.
        with self._connection.wrap_database_errors:
            self._statement.make_known(self._connection.connection)
        return cursor
