"""The filters of the search page as plain links, each an address that keeps everything else that was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.finding import Filters, Found

# What readers are offered to choose from; other types of page there are one or two of.
_TYPES = {
    "campaign_story": gettext_lazy("Campaign stories"),
    "announcement": gettext_lazy("Announcements"),
    "partner": gettext_lazy("Partners"),
    "commitment": gettext_lazy("Commitments"),
}
_MOST_PLACES = 10


@dataclass(frozen=True)
class Choice:
    """A link: what it narrows to, how many pages that leaves, and where it leads."""

    label: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Narrowing:
    """`chosen` are the filters in force, whose links take them off; `types` and `places` those that could be."""

    chosen: list[Choice] = field(default_factory=list)
    types: list[Choice] = field(default_factory=list)
    places: list[Choice] = field(default_factory=list)


def narrowing(found: Found, typed: str, filters: Filters) -> Narrowing:
    """What the results can be narrowed by, and were."""
    types, places = found.facets.type, found.facets.place
    types = [each for each in types if each.value in _TYPES and each.count < found.total and not filters.type]
    places = [each for each in places if each.count < found.total and not filters.place]
    return Narrowing(
        list(_chosen(typed, filters)),
        [Choice(str(_TYPES[each.value]), address(typed, filters._replace(type=each.value)), each.count)
         for each in types],
        [Choice(each.value, address(typed, filters._replace(place=each.value)), each.count)
         for each in places[:_MOST_PLACES]],
    )  # fmt: skip


def address(typed: str, filters: Filters, page: int = 1) -> str:
    """The search page's address for this, from the search page itself."""
    asked = {"q": typed, **filters._asdict(), "page": page if page > 1 else ""}
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _chosen(typed: str, filters: Filters) -> Iterator[Choice]:
    if filters.type:
        yield Choice(str(_TYPES.get(filters.type) or _("Other pages")), address(typed, filters._replace(type="")))
    if filters.place:
        yield Choice(filters.place, address(typed, filters._replace(place="")))
