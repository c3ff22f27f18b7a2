"""Querysets whose SQL is made once in a process: to put together the condition of what is visible takes Django longer
than PostgreSQL takes to answer, and the first reader of every page after every publish waits for it a dozen times."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.models import Field, ForeignObject, Lookup, QuerySet


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`pk__any_of=[1, 2]`: as `pk__in`, with one parameter however many values there are."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, self.rhs]


class Compiled:
    """A queryset with open places.

        homes = Compiled(lambda code: Page.objects.filter(locale__language_code=code), code="\\0code")
        homes(code="es")

    `build` gives the queryset; `samples` are the values that it is built with once, each of them one that stands
    nowhere else in the statement, and given to the database as it is. Calling it with other values gives the list that
    the queryset would give, in one query."""

    def __init__(self, build: Callable[..., QuerySet], **samples: Any) -> None:
        self._build, self._samples = build, samples
        self._made: tuple[QuerySet, Any, str, list[Any]] | None = None

    def __call__(self, **values: Any) -> list[Any]:
        queryset, compiler, statement, places = self._made or self._make()
        if values.keys() != self._samples.keys():
            raise TypeError(f"{sorted(self._samples)} are asked for, {sorted(values)} were given.")
        parameters = [values[place.name] if isinstance(place, _Open) else place for place in places]
        asking = copy.copy(compiler)
        asking.connection = connections[queryset.db]
        asking.as_sql = lambda *args, **kwargs: (statement, parameters)
        fresh = queryset.all()
        fresh.query.get_compiler = lambda *args, **kwargs: asking  # type: ignore[method-assign]
        return list(fresh)

    def _make(self) -> tuple[QuerySet, Any, str, list[Any]]:
        queryset = self._build(**self._samples)
        compiler = queryset.query.get_compiler(queryset.db)
        statement, parameters = compiler.as_sql()
        places = [self._place(parameter) for parameter in parameters]
        missing = self._samples.keys() - {place.name for place in places if isinstance(place, _Open)}
        if missing:
            raise TypeError(f"{sorted(missing)} stand nowhere in {statement}")
        # A condition that asks Python for the time would stay at that time: `Now()` asks the database.
        if any(isinstance(place, datetime.datetime) for place in places):
            raise TypeError(f"There is a fixed time in {statement}")
        self._made = queryset, compiler, statement, places
        return self._made

    def _place(self, parameter: Any) -> Any:
        for name, sample in self._samples.items():
            if isinstance(parameter, type(sample)) and parameter == sample:
                return _Open(name)
        return parameter


class _Open:
    """A place for a value."""

    def __init__(self, name: str) -> None:
        self.name = name
