"""Lists as tables, for people with a spreadsheet, `/api/v1/<name>.csv`, and with a map, `/api/v1/<name>.geojson`;
the same for programs, `/api/v1/<name>.json`.

The room whose pages they are registers a table when it is ready; this room knows neither their type nor their columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from django.conf import settings

from newsroom.authoring.schemas import Card, Shape

# Excel takes a file without this mark for one in its own country's old encoding, and spoils every name that is not
# English. Programs that stumble over the mark have the JSON.
_MARK = "\ufeff"
# What makes a spreadsheet take text for a formula (OWASP, "CSV Injection"), in both widths.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# No comma or semicolon: spreadsheets in some languages would part cells there.
_BETWEEN = " | "


# RFC 7946, section 12.
GEOJSON = "application/geo+json"
Position = tuple[float, float]


class Point(Shape):
    type: Literal["Point"] = "Point"
    coordinates: Position


class MultiPoint(Shape):
    type: Literal["MultiPoint"] = "MultiPoint"
    coordinates: list[Position]


class Feature(Shape):
    """A page on the map: `id` is the page's, `properties` are the columns of the table."""

    type: Literal["Feature"] = "Feature"
    id: int
    geometry: Point | MultiPoint | None
    properties: dict[str, str | list[str]]


class FeatureCollection(Shape):
    """GeoJSON (RFC 7946): positions are longitude, latitude (WGS 84), no nearer than a city."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Feature]


class TableRow(Shape):
    """A page in a table: `values` are its columns, by heading, `points` where it is: (longitude, latitude)."""

    id: int
    values: dict[str, str | list[str]]
    points: list[Position]


class TableRows(Shape):
    """A table, by title."""

    items: list[TableRow]


@dataclass(frozen=True)
class Table:
    """A list of all public pages of a type in a language. `page_type` is the type's name in JSON; `columns` say, for
    each heading, what a page's card has there: a text, or several; `points`, where a page is: (longitude, latitude) in
    degrees. A table with points is offered as GeoJSON too."""

    name: str
    page_type: str
    columns: Mapping[str, Callable[[Card], str | list[str]]]
    points: Callable[[Card], list[tuple[float, float]]] | None = None


_tables: dict[str, Table] = {}


def register(table: Table) -> None:
    """Offer this table (called by an application when it is ready)."""
    _tables[table.name] = table


def registered() -> list[Table]:
    """The tables on offer, by name."""
    return [table for _, table in sorted(_tables.items())]


def page_address(card: Card) -> str:
    """The page's address with the site's own: a saved table has no host that answered."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, card.url)


def as_csv(table: Table, cards: Iterable[Card]) -> str:
    """The table as RFC 4180 has it, a row for each card. Every cell is quoted, so that no spreadsheet parts one."""
    text = io.StringIO(newline="")
    text.write(_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value(card)) for value in table.columns.values()] for card in cards)
    return text.getvalue()


def as_geojson(table: Table, cards: Iterable[Card]) -> FeatureCollection:
    """The table as RFC 7946 has it: a feature for each card, whose geometry is null where nobody knows its place."""
    return FeatureCollection(
        features=[
            Feature(
                id=card.id,
                geometry=_geometry(table.points(card) if table.points else []),
                properties={name: value(card) for name, value in table.columns.items()},
            )
            for card in cards
        ]
    )


def as_rows(table: Table, cards: Iterable[Card]) -> TableRows:
    """The table as plain JSON."""
    return TableRows(
        items=[
            TableRow(
                id=card.id,
                values={name: value(card) for name, value in table.columns.items()},
                points=table.points(card) if table.points else [],
            )
            for card in cards
        ]
    )


def _geometry(points: list[tuple[float, float]]) -> Point | MultiPoint | None:
    if len(points) == 1:
        return Point(coordinates=points[0])
    return MultiPoint(coordinates=points) if points else None


def _cell(value: str | list[str]) -> str:
    text = value if isinstance(value, str) else _BETWEEN.join(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
