"""Wagtail's own read API (v2), for clients that were made for it: off unless WAGTAIL_API_V2 is set.

It is the same law in another form. Of its own it would read page rows, files by their originals and whatever is not in
a private collection; here pages are the visible ones and say what their documents say, and pictures and files are those
that a visible page shows. What would ask a row for words (`title` as a filter or an order) is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from rest_framework.fields import Field
from rest_framework.renderers import JSONRenderer
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.utils.urlpatterns import decorate_urlpatterns

from newsroom.authoring import navigation
from newsroom.authoring.delivery import absolute_url, load_file, renditions, with_renditions
from newsroom.authoring.documents import approved_page, build_from, visible_rows
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import PageDocument
from newsroom.authoring.visible import public_documents, visible_pages
from newsroom.translation.languages import LANGUAGES
from newsroom.web import published
from newsroom.web.api.door import View, public_read
from newsroom.web.discovery.addresses import kinds

# What stands in `meta` already, or is asked for elsewhere.
_ELSEWHERE = {"id", "type", "title", "url", "lang", "search_description"}


class Said(Field):
    """A field of the page's document, as every other answer has it."""

    def get_attribute(self, instance: Any) -> Any:
        return instance.said.model_dump(mode="json", include={self.source})[self.source]

    def to_representation(self, value: Any) -> Any:
        return value


class Address(Field):
    """Where readers find it, for other sites."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, instance: Any) -> str:
        return absolute_url(instance.said.url)


class Largest(Address):
    """The largest file that readers may have of a picture: never the original."""

    def to_representation(self, image: Any) -> str:
        return absolute_url(renditions(image)[-1].url)


class OfferedFile(Address):
    """Where a file is, for as long as a page offers it."""

    def to_representation(self, document: Any) -> str:
        file = load_file(document.pk)
        return absolute_url(file.url) if file is not None else ""


class Public:
    """Nobody signs in here, and nothing but JSON comes."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    renderer_classes = [JSONRenderer]


class Pages(Public, PagesAPIViewSet):
    """Visible pages, in the words of their documents."""

    meta_fields = [
        name for name in PagesAPIViewSet.meta_fields if name not in ("parent", "alias_of", "seo_title")
    ]  # Of pages that may not be public; of a row.
    detail_only_fields: list[str] = []
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}
    _one: Any = None
    model_fields = ("id", "slug", "show_in_menus", "first_published_at")

    @classmethod
    def get_body_fields(cls, model: Any) -> list[APIField]:
        named = ["title"]
        document = getattr(model, "document", PageDocument)
        if issubclass(model, NewsroomPage):
            named += [name for name in document.model_fields if name not in _ELSEWHERE]
        return [APIField("id"), *(APIField(name, serializer=Said()) for name in named)]

    @classmethod
    def get_meta_fields(cls, model: Any) -> list[APIField]:
        own = {"html_url": Address(), "search_description": Said()}
        return [APIField(field.name, serializer=own.get(field.name)) for field in super().get_meta_fields(model)]

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        return list(cls.model_fields) if db_fields_only else super().get_available_fields(model)

    def get_base_queryset(self) -> Any:
        return visible_pages().filter(content_type__in=kinds())

    def paginate_queryset(self, queryset: Any) -> Any:
        return _said(super().paginate_queryset(queryset))

    def get_object(self) -> Any:
        if self._one is None:
            self._one = next(iter(_said([super(PagesAPIViewSet, self).get_object()])), None)
        if self._one is None:
            raise Http404("not found")
        return self._one

    def find_object(self, queryset: Any, request: HttpRequest) -> Any:
        path = request.GET.get("html_path")
        if path is None:
            return _by_id(queryset, request)
        lang, _, below = path.strip("/").partition("/")
        if lang not in {language.code for language in LANGUAGES} or "\0" in path:
            return None
        row = navigation.visible_at(lang, f"{below}/" if below else "")
        return queryset.filter(pk=row.pk).first() if row is not None else None


class Images(Public, BaseAPIViewSet):
    """Pictures that visible pages show. What an original is called may name a person or a place, so nothing says it."""

    body_fields = [*BaseAPIViewSet.body_fields, "width", "height", "credit"]
    meta_fields = [*BaseAPIViewSet.meta_fields, APIField("download_url", serializer=Largest())]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "credit", "download_url"]
    known_query_parameters = BaseAPIViewSet.known_query_parameters - {"search", "search_operator", "order"}
    name = "images"
    model = get_image_model()

    def get_queryset(self) -> Any:
        return with_renditions(super().get_queryset().filter(pk__in=published.all_shown("images")))

    def find_object(self, queryset: Any, request: HttpRequest) -> Any:
        return _by_id(queryset, request)


class Documents(Public, BaseAPIViewSet):
    """Files that visible pages offer."""

    body_fields = [*BaseAPIViewSet.body_fields, "title"]
    meta_fields = [*BaseAPIViewSet.meta_fields, APIField("download_url", serializer=OfferedFile())]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "title", "download_url"]
    known_query_parameters = Images.known_query_parameters
    name = "documents"
    model = get_document_model()

    def get_queryset(self) -> Any:
        return public_documents().filter(pk__in=published.all_shown("documents")).order_by("id")

    def find_object(self, queryset: Any, request: HttpRequest) -> Any:
        return _by_id(queryset, request)


def _said(pages: Iterable[Any] | None) -> list[Any]:
    """The approved pages of these rows, each with its document (`said`)."""
    ids = [page.pk for page in pages or []]
    rows = {row.pk: row for row in visible_rows().filter(pk__in=ids)}
    approved = [approved_page(rows[pk]) for pk in ids if pk in rows]
    for page, document in zip(approved, build_from(approved), strict=True):
        page.said = document
    return approved


def _by_id(queryset: Any, request: HttpRequest) -> Any:
    asked = request.GET.get("id", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise BadRequestError("id must be a whole number")
    return queryset.filter(pk=asked).first()


def _rendered(view: View) -> View:
    @wraps(view)
    def rendered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return response.render() if hasattr(response, "render") else response

    return public_read(rendered)


router = WagtailAPIRouter("wagtail_api_v2")
for _endpoint in (Pages, Images, Documents):
    router.register_endpoint(_endpoint.name, _endpoint)
urlpatterns = (decorate_urlpatterns(router.get_urlpatterns(), _rendered), router.url_namespace)
