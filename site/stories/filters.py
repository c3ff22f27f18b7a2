"""How stories and partners are looked for: place, issue, year, status, language. See `newsroom.authoring.filters`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from newsroom.authoring.filters import Filter
from newsroom.translation.languages import LANGUAGES, get_language, is_known
from stories.issues import ISSUES
from stories.places import split_places

# A slip of the pen ("205" for "2005") must not make a story of two thousand years.
_LONGEST = 150


def _story_places(content: Mapping[str, Any]) -> list[str]:
    return [*split_places(content.get("place")), content.get("region") or ""]


def _years(content: Mapping[str, Any]) -> list[str]:
    """Every year in which a campaign went on."""
    start = content.get("start_year")
    if not start:
        return []
    end = content.get("end_year") or max(start, timezone.localdate().year)
    return [str(year) for year in range(max(start, end - _LONGEST), end + 1)]


def _listed(name: str) -> Any:
    return lambda content: content.get(name) or []


def _language_name(code: str) -> str:
    return get_language(code).autonym if is_known(code) else code


def _issue(code: str) -> Any:
    return dict(ISSUES).get(code, code)


ISSUE = Filter("issue", ("issues",), _listed("issues"), tuple(code for code, _label in ISSUES), words=_issue)
STORY_PLACE = Filter("place", ("place", "region"), _story_places, is_translated=True)
YEAR = Filter("year", ("start_year", "end_year"), _years, backwards=True)
PARTNER_PLACE = Filter("place", ("places",), lambda content: split_places(content.get("places")), is_translated=True)
LANGUAGE = Filter(
    "language",
    ("languages",),
    _listed("languages"),
    tuple(language.code for language in LANGUAGES),
    words=_language_name,
)


def status_filter(choices: Iterable[tuple[str, Any]]) -> Filter:
    """The filter by a campaign's status, of which its model has the words."""
    known = dict(choices)
    return Filter(
        "status", ("status",), lambda content: [content.get("status") or ""], tuple(known),
        words=lambda code: known.get(code, code),
    )  # fmt: skip
