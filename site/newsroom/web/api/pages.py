"""Pages: which there are, and what one of them says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query
from ninja.decorators import decorate_view
from pydantic import BaseModel, ConfigDict
from wagtail.models import Page as PageRow

from newsroom.authoring import navigation
from newsroom.authoring.documents import build
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import PageDocument
from newsroom.authoring.visible import is_taken_down
from newsroom.consent.removal.erasing import was_erased
from newsroom.web.api.core import GONE, api, as_json
from newsroom.web.api.including import included
from newsroom.web.api.links import link_to_windows
from newsroom.web.api.listing import in_language, public_rows, select
from newsroom.web.api.page_types import ALWAYS, page_union, selection_union
from newsroom.web.api.parameters import (
    FindQuery,
    GetQuery,
    KeyQuery,
    PageId,
    PageParts,
    PageQuery,
    TranslationKey,
    check_fields,
    check_include,
    describe,
    takes_only,
)
from newsroom.web.api.problems import Problem, Refusal, bad_parameters
from newsroom.web.api.searching import Facets
from newsroom.web.published_documents.marks import may_be_kept
from newsroom.web.redirects import TakenDown, visible_or_moved

Page, SelectedPage = page_union(), selection_union()


class Meta(BaseModel):
    """`total_count` is the number of pages that answer the question, wherever the window is. `offset` is null where
    that began at a cursor; `next_cursor` and `previous_cursor` lead on and back, null at either end."""

    model_config = ConfigDict(extra="forbid")

    total_count: int
    limit: int
    offset: int | None
    next_cursor: str | None
    previous_cursor: str | None


class PageList(BaseModel):
    """Pages, whole or (where `fields` was given) in part. `facets` is null where nothing was searched for; `included`
    holds the whole pages behind cards that `include` asked for, each once."""

    model_config = ConfigDict(extra="forbid")

    meta: Meta
    facets: Facets | None
    items: list[Page] | list[SelectedPage]  # type: ignore[valid-type]
    included: list[Page]  # type: ignore[valid-type]


class PageWithIncluded(BaseModel):
    """One page, and the whole pages behind its cards: what comes where `include` was given."""

    model_config = ConfigDict(extra="forbid")

    page: Page | SelectedPage  # type: ignore[valid-type]
    included: list[Page]  # type: ignore[valid-type]


ONE_PAGE = {200: Page | SelectedPage | PageWithIncluded, 400: Problem, 404: Problem, 410: Problem}


@api.get(
    "pages/",
    response={200: PageList, 400: Problem, 404: Problem},
    operation_id="list_pages",
    summary="List pages",
)
@decorate_view(takes_only(PageQuery))
def list_pages(request: HttpRequest, query: Query[PageQuery]) -> HttpResponse:
    """Public pages of every type and language, filtered, ordered and counted."""
    if query.fields is not None:
        check_fields(query.fields, query.type)
    if query.include is not None:
        check_include(query.include, query.type)
    if query.cursor is not None and "offset" in request.GET:
        raise bad_parameters({"cursor": describe(PageQuery, "cursor")})
    total, rows, facets, next_cursor, previous_cursor = select(query)
    documents = [labelled(document, query.locale) for document in build(rows)]
    meta = Meta(
        total_count=total,
        limit=query.limit,
        offset=query.offset if query.cursor is None else None,
        next_cursor=next_cursor,
        previous_cursor=previous_cursor,
    )
    narrower = facets.model_dump_json() if facets else "null"
    items = ",".join(_dump(document, query.fields) for document in documents)
    behind = _behind(documents, query.include)
    response = as_json(
        f'{{"meta":{meta.model_dump_json()},"facets":{narrower},"items":[{items}],"included":[{behind}]}}',
        (document.lang for document in documents),
    )
    link_to_windows(request, response, meta.model_dump())
    return response


@api.get("pages/find/", response=ONE_PAGE, operation_id="find_page", summary="Find a page by its address")
@decorate_view(takes_only(FindQuery))
def find_page(request: HttpRequest, query: Query[FindQuery]) -> HttpResponse:
    """The public page at an address of the site, or at one that it had before: `url` says where it is now."""
    lang, below = _split(query.path)
    try:
        row = visible_or_moved(request, lang, below)
        if row is None and query.fallback is not None:
            row = _standing_in(request, lang, below, query.fallback)
    except TakenDown as gone:
        raise Refusal(410, GONE) from gone
    return _one(request, row, query, lang if query.fallback else None)


@api.get("pages/{page_id}/", response=ONE_PAGE, operation_id="get_page", summary="Get a page by its id")
@decorate_view(takes_only(GetQuery))
def get_page(request: HttpRequest, page_id: Path[PageId], query: Query[GetQuery]) -> HttpResponse:
    """One public page; with `locale`, its translation into that language."""
    if query.locale is None:
        if query.fallback is not None:
            raise bad_parameters({"fallback": describe(GetQuery, "fallback")})
        row = public_rows().filter(pk=page_id).first()
        if row is None and _was_taken_down(page_id):
            raise Refusal(410, GONE)
        return _one(request, row, query)
    # What nobody ever approved has no id that anybody knows.
    page = PageRow.objects.filter(pk=page_id, approvals__isnull=False).first()
    return _in_language(request, page.translation_key if page else None, query)


@api.get(
    "pages/by-key/{translation_key}/",
    response=ONE_PAGE,
    operation_id="get_page_by_key",
    summary="Get a page by its translation key",
)
@decorate_view(takes_only(KeyQuery))
def get_page_by_key(
    request: HttpRequest, translation_key: Path[TranslationKey], query: Query[KeyQuery]
) -> HttpResponse:
    """One public page in a language, by what is the same in all of its languages."""
    return _in_language(request, translation_key, query)


def labelled(document: PageDocument, locale: str | None) -> PageDocument:
    """The document, marked if it stands in for one in the language that was asked for."""
    if locale is None or document.lang == locale:
        return document
    return document.model_copy(update={"translation": document.translation.model_copy(update={"status": "missing"})})


def _in_language(request: HttpRequest, translation_key: Any, query: GetQuery | KeyQuery) -> HttpResponse:
    if translation_key is None:
        return _one(request, None, query)
    if is_taken_down(translation_key):
        raise Refusal(410, GONE)
    wanted = in_language(query.locale or "", query.fallback)
    row = public_rows().filter(wanted, translation_key=translation_key).first()
    return _one(request, row, query, query.locale)


def _standing_in(request: HttpRequest, lang: str, below: str, fallback: str) -> Any:
    """The page in another language that stands where readers of this one get nothing. Raises TakenDown."""
    keys = navigation.standing_at(lang, below)
    there = public_rows().filter(translation_key__in=keys, locale__language_code=fallback).first() if keys else None
    return there or visible_or_moved(request, fallback, below)


def _was_taken_down(page_id: int) -> bool:
    key = PageRow.objects.filter(pk=page_id).values_list("translation_key", flat=True).first()
    return is_taken_down(key) if key is not None else was_erased(page_id)


def _split(path: str) -> tuple[str, str]:
    """("es", "about/") for "/es/about/"; a last slash that is missing is added."""
    _, lang, below = (*path.split("/", 2), "")[:3]
    return lang, below if not below or below.endswith("/") else f"{below}/"


def _one(request: HttpRequest, row: Any, query: PageParts, asked: str | None = None) -> HttpResponse:
    """A page, as far as it was asked for, in place of one in the language `asked`."""
    if row is None or not issubclass(row.specific_class, NewsroomPage):
        raise Refusal(404, "There is no such public page.")
    type_name = row.specific_class.type_name()
    if query.fields is not None:
        check_fields(query.fields, type_name)
    if query.include is not None:
        check_include(query.include, type_name)
    document = labelled(build([row])[0], asked)
    # An address can be written in many ways in a query: one of them, and the usual other, are the page's own.
    own = {"", f"path={document.url}", urlencode({"path": document.url})}
    may_be_kept(request, row if request.META.get("QUERY_STRING", "") in own else None)
    text = _dump(document, query.fields)
    if query.include is not None:
        text = f'{{"page":{text},"included":[{_behind([document], query.include)}]}}'
    return as_json(text, [document.lang])


def _dump(document: PageDocument, fields: tuple[str, ...] | None) -> str:
    return document.model_dump_json(include={*ALWAYS, *fields} if fields is not None else None)


def _behind(documents: list[PageDocument], include: tuple[str, ...] | None) -> str:
    return ",".join(document.model_dump_json() for document in included(documents, include)) if include else ""
