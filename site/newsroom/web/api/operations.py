"""The four questions one may ask, and the tables that other rooms offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from pydantic import BaseModel, ConfigDict
from wagtail.models import Page as PageRow

from newsroom.authoring import navigation
from newsroom.authoring.documents import build
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import PageDocument
from newsroom.authoring.visible import is_taken_down
from newsroom.translation.languages import get_language
from newsroom.web.api.listing import cards_by_title, public_rows, select
from newsroom.web.api.page_types import ALWAYS, page_union, selection_union
from newsroom.web.api.parameters import FindQuery, PageId, PageQuery, TableQuery, check_fields, describe, takes_only
from newsroom.web.api.problems import Problem, Refusal, bad_parameters, respond
from newsroom.web.api.searching import Facets
from newsroom.web.api.tables import GEOJSON, FeatureCollection, Table, as_csv, as_geojson, registered
from newsroom.web.published_documents.marks import may_be_kept
from newsroom.web.redirects import TakenDown, visible_or_moved

Page, SelectedPage = page_union(), selection_union()
GONE = "This page was taken down."


class Meta(BaseModel):
    """`total_count` is the number of pages that answer the question, wherever the window is."""

    model_config = ConfigDict(extra="forbid")

    total_count: int
    limit: int
    offset: int


class PageList(BaseModel):
    """Pages, whole or (where `fields` was given) in part. `facets` is null where nothing was searched for."""

    model_config = ConfigDict(extra="forbid")

    meta: Meta
    facets: Facets | None
    items: list[Page] | list[SelectedPage]  # type: ignore[valid-type]


class LocaleItem(BaseModel):
    """A language of the site: `code` is a BCP 47 tag, `autonym` its name in itself, `name` its name in English,
    `url` its home page, which readers can see only where `is_public` is true."""

    model_config = ConfigDict(extra="forbid")

    code: str
    autonym: str
    name: str
    direction: Literal["ltr", "rtl"]
    url: str
    is_public: bool


class LocaleList(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: list[LocaleItem]


api = NinjaAPI(
    title="North Star",
    version="1",
    description="Every public page of the site, in every language, as its approved revision says it. Nothing here "
    "needs a key. Dates are ISO 8601 in UTC; addresses begin with a slash and belong to the host that answered.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What an operation refused, in its own words."""
    return respond(refusal)


@api.exception_handler(ValidationError)
def explain(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic refused: one entry for each parameter. An id that cannot be one is a page that is not there."""
    names = {str(part["loc"][-1] if part["loc"][0] == "path" else _parameter(part["loc"])) for part in error.errors}
    if any(part["loc"][0] == "path" for part in error.errors):
        return respond(Refusal(404, "There is no public page with this id."))
    query = FindQuery if names <= set(FindQuery.model_fields) else PageQuery
    return respond(bad_parameters({name: describe(query, name) for name in sorted(names)}))


def _parameter(location: Sequence[Any]) -> Any:
    """The parameter's name within pydantic's location: ("query", argument of the function, name, …)."""
    return location[2] if len(location) > 2 else location[-1]


@api.get("pages/", response={200: PageList, 400: Problem}, operation_id="list_pages", summary="List pages")
@decorate_view(takes_only(PageQuery))
def list_pages(request: HttpRequest, query: Query[PageQuery]) -> HttpResponse:
    """Public pages of every type and language, filtered, ordered and counted."""
    if query.fields is not None:
        check_fields(query.fields, query.type)
    total, rows, facets = select(query)
    include = {*ALWAYS, *query.fields} if query.fields is not None else None
    items = ",".join(document.model_dump_json(include=include) for document in build(rows))
    meta = Meta(total_count=total, limit=query.limit, offset=query.offset)
    narrower = facets.model_dump_json() if facets else "null"
    return _json(f'{{"meta":{meta.model_dump_json()},"facets":{narrower},"items":[{items}]}}')


@api.get(
    "pages/find/",
    response={200: Page, 400: Problem, 404: Problem, 410: Problem},
    operation_id="find_page",
    summary="Find a page by its address",
)
@decorate_view(takes_only(FindQuery))
def find_page(request: HttpRequest, query: Query[FindQuery]) -> HttpResponse:
    """The public page at an address of the site, or at one that it had before: `url` says where it is now."""
    lang, below = _split(query.path)
    try:
        row = visible_or_moved(request, lang, below)
    except TakenDown as gone:
        raise Refusal(410, GONE) from gone
    return _one(request, row)


@api.get(
    "pages/{page_id}/",
    response={200: Page, 400: Problem, 404: Problem, 410: Problem},
    operation_id="get_page",
    summary="Get a page by its id",
)
@decorate_view(takes_only())
def get_page(request: HttpRequest, page_id: Path[PageId]) -> HttpResponse:
    """One public page."""
    row = public_rows().filter(pk=page_id).first()
    if row is None:
        key = PageRow.objects.filter(pk=page_id).values_list("translation_key", flat=True).first()
        if key and is_taken_down(key):
            raise Refusal(410, GONE)
    return _one(request, row)


@api.get("locales/", response={200: LocaleList, 400: Problem}, operation_id="list_locales", summary="List languages")
@decorate_view(takes_only())
def list_locales(request: HttpRequest) -> HttpResponse:
    """The languages of the site, in the order in which it offers them."""
    public = set(navigation.languages_with_a_home())
    items = [
        LocaleItem(
            code=language.code,
            autonym=language.autonym,
            name=language.name,
            direction=language.direction,
            url=f"/{language.code}/",
            is_public=language.code in public,
        )
        for language in map(get_language, navigation.languages_in_use())
    ]
    return _json(LocaleList(items=items).model_dump_json())


def _offer(table: Table) -> None:
    @api.get(
        f"{table.name}.csv",
        response={200: None, 400: Problem},
        operation_id=f"list_{table.name}_as_csv",
        summary=f"List {table.name} as CSV",
        description=f"Every public page of type `{table.page_type}` in a language, by title, with the columns "
        f"{', '.join(table.columns)}.",
        openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
    )
    @decorate_view(takes_only(TableQuery))
    def list_as_csv(request: HttpRequest, query: Query[TableQuery]) -> HttpResponse:
        text = as_csv(table, cards_by_title(table.page_type, query.locale))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="{table.name}-{query.locale}.csv"'
        response["Content-Language"] = query.locale
        return response


def _offer_on_a_map(table: Table) -> None:
    @api.get(
        f"{table.name}.geojson",
        response={200: FeatureCollection, 400: Problem},
        operation_id=f"list_{table.name}_as_geojson",
        summary=f"List {table.name} as GeoJSON",
        description=f"Every public page of type `{table.page_type}` in a language, by title, with the properties "
        f"{', '.join(table.columns)}. A page whose place is not known has no geometry (null).",
    )
    @decorate_view(takes_only(TableQuery))
    def list_as_geojson(request: HttpRequest, query: Query[TableQuery]) -> HttpResponse:
        text = as_geojson(table, cards_by_title(table.page_type, query.locale)).model_dump_json()
        response = HttpResponse(text, content_type=GEOJSON)
        response["Content-Language"] = query.locale
        return response


for table in registered():
    _offer(table)
    if table.points is not None:
        _offer_on_a_map(table)


def _split(path: str) -> tuple[str, str]:
    """("es", "about/") for "/es/about/"; a last slash that is missing is added."""
    start, lang, below = (*path.split("/", 2), "", "")[:3]
    codes = navigation.languages_in_use()
    if start or lang not in codes:
        known = ", ".join(f"/{code}/" for code in codes)
        raise bad_parameters({"path": f"{describe(FindQuery, 'path')} It begins with one of {known}."})
    return lang, below if not below or below.endswith("/") else f"{below}/"


def _one(request: HttpRequest, row: Any) -> HttpResponse:
    if row is None or not issubclass(row.specific_class, NewsroomPage):
        raise Refusal(404, "There is no such public page.")
    (document,) = build([row])
    # An address can be written in many ways in a query: one of them, and the usual other, are the page's own.
    own = {"", f"path={document.url}", urlencode({"path": document.url})}
    may_be_kept(request, row if request.META.get("QUERY_STRING", "") in own else None)
    return _json(document.model_dump_json(), document)


def _json(text: str, document: PageDocument | None = None) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json")
    if document is not None:
        response["Content-Language"] = document.lang
    return response
