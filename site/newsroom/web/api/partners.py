"""The tables that other rooms register: as JSON, for a spreadsheet, for a map."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja.decorators import decorate_view

from newsroom.web.api.core import api, as_json
from newsroom.web.api.listing import cards_by_title
from newsroom.web.api.parameters import LocaleQuery, takes_only
from newsroom.web.api.problems import Problem
from newsroom.web.api.tables import (
    GEOJSON,
    FeatureCollection,
    Table,
    TableRows,
    as_csv,
    as_geojson,
    as_rows,
    registered,
)


def _offer(table: Table, ending: str, kind: str, response: Any, answer: Any, **described: Any) -> None:
    @api.get(
        f"{table.name}.{ending}",
        response={200: response, 400: Problem},
        operation_id=f"list_{table.name}_as_{ending}",
        summary=f"List {table.name} as {kind}",
        description=f"Every public page of type `{table.page_type}` in a language, by title, with "
        f"{', '.join(table.columns)}. Where a page's place is not known it has no point.",
        **described,
    )
    @decorate_view(takes_only(LocaleQuery))
    def list_rows(request: HttpRequest, query: Query[LocaleQuery]) -> HttpResponse:
        made: HttpResponse = answer(table, query.locale)
        made["Content-Language"] = query.locale
        return made


def _csv(table: Table, locale: str) -> HttpResponse:
    text = as_csv(table, cards_by_title(table.page_type, locale))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{table.name}-{locale}.csv"'
    return response


def _rows(table: Table, locale: str) -> HttpResponse:
    return as_json(as_rows(table, cards_by_title(table.page_type, locale)).model_dump_json())


def _geojson(table: Table, locale: str) -> HttpResponse:
    text = as_geojson(table, cards_by_title(table.page_type, locale)).model_dump_json()
    return HttpResponse(text, content_type=GEOJSON)


_TEXT = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}

for each in registered():
    _offer(each, "csv", "CSV", None, _csv, openapi_extra=_TEXT)
    _offer(each, "json", "JSON", TableRows, _rows)
    if each.points is not None:
        _offer(each, "geojson", "GeoJSON", FeatureCollection, _geojson)
