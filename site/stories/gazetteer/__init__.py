"""Where a named place lies, to about the size of a city: so nobody types coordinates, and none leads to a door.

Cities are GeoNames' (CC BY 4.0), a state is where most of its cities' people are. A name that could mean two places of
similar size means none, until the state or the country stands beside it: a wrong point is worse than none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent
# The larger of two places with one name is meant where it is so many times larger.
_CLEARLY = 5
# Inhabitants, in thousands, from which on a city is thought of before a state of the same name.
_LARGE = 500
_COUNTRY = "US"


class Place(NamedTuple):
    """`latitude` and `longitude` in degrees (WGS 84), to two places at most; `within` is the code of its country, and
    of its state in the United States: ("US", "IL"). `people` in thousands; 0 for a state."""

    latitude: float
    longitude: float
    within: frozenset[str]
    people: int = 0


def find(names: Sequence[str]) -> dict[str, Place]:
    """Those of the names on one page's list that are known, with their place. Names on the list help each other:
    "Portland" beside "Maine" is the one there, and Maine is then no place of its own."""
    around = {name: _around().get(_fold(name), ()) for name in names}
    codes = {code for each in around.values() for code in each}
    found: dict[str, Place] = {}
    for name in names:
        if not around[name] and (city := _meant(_cities().get(_fold(name), ()), codes)):
            found[name] = city
    used = {code for city in found.values() for code in city.within}
    for name in names:
        if around[name] and not used.intersection(around[name]):
            place = _city_or_state(_fold(name))
            if place is not None:
                found[name] = place
    return found


def _city_or_state(name: str) -> Place | None:
    """New York is both, and the city is meant; Florida is a town in Uruguay too, which is not."""
    state = _states().get(name)
    city = _meant(_cities().get(name, ()), set())
    return city if state and city and city.people >= _LARGE else state


def is_known(name: str) -> bool:
    """Whether this is the name of a city, a state or a country, however many there are of it."""
    return any(_fold(name) in known for known in (_cities(), _states(), _around()))


def _meant(candidates: Sequence[Place], codes: set[str]) -> Place | None:
    there = [place for place in candidates if codes & (place.within - {_COUNTRY})] if codes else []
    ranked = sorted(there or candidates, key=lambda place: -place.people)
    if len(ranked) > 1 and ranked[0].people < _CLEARLY * ranked[1].people:
        return None
    return ranked[0] if ranked else None


def _fold(name: str) -> str:
    """A name without accents, vowel signs and capitals."""
    if name.isascii():
        return name.strip().casefold()
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip().casefold()


def _rows(name: str) -> list[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _names(name: str, others: list[str]) -> set[str]:
    return {_fold(each) for each in (name, *(others[0].split("|") if others else ()))}


@cache
def _cities() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for name, country, state, latitude, longitude, people, *others in _rows("cities.tsv"):
        within = frozenset(filter(None, (country, f"{country}-{state}" if state else "")))
        place = Place(float(latitude), float(longitude), within, int(people))
        for each in _names(name, others):
            found[each] = (*found.get(each, ()), place)
    return found


@cache
def _states() -> dict[str, Place]:
    return {
        each: Place(float(latitude), float(longitude), frozenset({_COUNTRY, f"{_COUNTRY}-{code}"}))
        for code, name, latitude, longitude, *others in _rows("states.tsv")
        for each in _names(name, others)
    }


@cache
def _around() -> dict[str, tuple[str, ...]]:
    """What a name says about where the others on its list are: the codes of its state, its country."""
    states = {each: (f"{_COUNTRY}-{row[0]}",) for row in _rows("states.tsv") for each in _names(row[1], row[4:])}
    countries = {_fold(name): (code,) for code, name in _rows("countries.tsv") if code != _COUNTRY}
    return {each: (*states.get(each, ()), *countries.get(each, ())) for each in (*states, *countries)}
