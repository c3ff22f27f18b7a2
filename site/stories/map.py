"""A map of where partners are: points of cities on our own outline of the world. Pure arithmetic.

The outline is `static/map/world.svg`, in Mercator's projection; the list of places beside it says the same in words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from newsroom.authoring.filters import Row
from newsroom.authoring.listing import Facet
from stories import gazetteer
from stories.places import split_places

# The outline is so wide, from 180° west to 180° east.
WORLD = 10_000
# A window on the map is at least so wide (about a large country), and of this shape.
_NARROWEST, _SHAPE, _MARGIN = 1_500, 0.62, 0.08
MOST_POINTS = 60


@dataclass(frozen=True)
class Point:
    """A city where `count` partners are, in the map's units, and where the list of them is."""

    name: str
    count: int
    url: str
    x: int
    y: int
    radius: int


@dataclass(frozen=True)
class Map:
    """The window on the world, in the map's units; `reach` is how far around a point a finger may land."""

    left: int
    top: int
    width: int
    height: int
    reach: int
    points: list[Point]


def draw(rows: Iterable[Row], places: Facet) -> Map | None:
    """The map of these partners, or None where no place of theirs is known. Each point leads where `places` leads."""
    urls = {option.value: option.url for option in places.options}
    names: dict[tuple[float, float], str] = {}
    counts: dict[tuple[float, float], int] = {}
    for row in rows:
        found = gazetteer.find(split_places(row.content.get("places")))
        for at in {(place.latitude, place.longitude): name for name, place in found.items()}.items():
            names.setdefault(*at)
            counts[at[0]] = counts.get(at[0], 0) + 1
    largest = sorted(counts, key=lambda at: (-counts[at], names[at]))[:MOST_POINTS]
    if not largest:
        return None
    left, top, width = _window([_mercator(*at) for at in largest])
    points = [
        Point(names[at], counts[at], urls.get(names[at], "./"), *_mercator(*at), _radius(counts[at], width))
        for at in largest
    ]
    return Map(left, top, width, round(width * _SHAPE), round(width * 0.04), points)


def _mercator(latitude: float, longitude: float) -> tuple[int, int]:
    bent = math.log(math.tan(math.pi / 4 + math.radians(max(-80.0, min(80.0, latitude))) / 2))
    return round((longitude + 180) / 360 * WORLD), round(WORLD / 2 - WORLD / (2 * math.pi) * bent)


def _window(points: list[tuple[int, int]]) -> tuple[int, int, int]:
    """The left and upper edge and the width of a window that holds all points."""
    across, down = [x for x, _ in points], [y for _, y in points]
    needed = max(max(across) - min(across), (max(down) - min(down)) / _SHAPE)
    width = min(WORLD, round(max(_NARROWEST, needed * (1 + 2 * _MARGIN))))
    left = round((max(across) + min(across)) / 2 - width / 2)
    top = round((max(down) + min(down)) / 2 - width * _SHAPE / 2)
    return max(0, min(left, WORLD - width)), top, width


def _radius(count: int, width: int) -> int:
    return round(width * (0.009 + 0.004 * min(count, 6)))
