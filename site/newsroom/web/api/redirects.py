"""Old addresses that lead on, for a front end that answers them itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja.decorators import decorate_view

from newsroom.authoring.schemas import Shape
from newsroom.web.api.core import api, as_json
from newsroom.web.api.parameters import MaybeLocaleQuery, takes_only
from newsroom.web.api.problems import Problem
from newsroom.web.ways import public_ways


class RedirectItem(Shape):
    """An old address (without a slash at its end) and where it leads: a page of the site, or another site."""

    old_path: str
    url: str
    is_permanent: bool


class RedirectList(Shape):
    items: list[RedirectItem]


@api.get(
    "redirects/", response={200: RedirectList, 400: Problem}, operation_id="list_redirects", summary="List redirects"
)
@decorate_view(takes_only(MaybeLocaleQuery))
def list_redirects(request: HttpRequest, query: Query[MaybeLocaleQuery]) -> HttpResponse:
    """Every old address that leads to something public now, its chain followed to the end. What leads to a page that is
    taken down, or not public for another reason, is not among them."""
    items = [RedirectItem(**way._asdict()) for way in public_ways(query.locale)]
    return as_json(RedirectList(items=items).model_dump_json())
