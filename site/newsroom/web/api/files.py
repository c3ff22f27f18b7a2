"""Pictures, files and toolkits that public pages offer, and no others."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query
from ninja.decorators import decorate_view
from wagtail.images import get_image_model

from newsroom.authoring.delivery import Rendition, focal_point, load_file, renditions
from newsroom.authoring.documents import build
from newsroom.authoring.schemas import Captions, FocalPoint, Shape
from newsroom.web import published
from newsroom.web.api.core import api, as_json
from newsroom.web.api.links import link_to_windows
from newsroom.web.api.listing import public_rows
from newsroom.web.api.page_types import page_types
from newsroom.web.api.parameters import ObjectId, WindowQuery, takes_only
from newsroom.web.api.problems import Problem, Refusal
from newsroom.web.toolkit import ManifestFile, entries_of


class ImageDocument(Shape):
    """A picture of a public page. What it shows in words (`alt`) belongs to the place where it is shown: each page says
    its own. `renditions` are its files by `size` and `media_type`; one that is smaller than a size comes in its own."""

    id: int
    credit: str
    focal_point: FocalPoint | None
    renditions: list[Rendition]


class FileDocument(Captions):
    """A file that a public page offers. `lang` is its language, empty where nobody said it."""


class ToolkitFile(ManifestFile):
    """A file of a toolkit: as its manifest names it, and where it is to be had alone. `sha256` stands in the zip."""

    sha256: Literal[""] = ""
    url: str
    media_type: str


class ToolkitPage(Shape):
    """Whose toolkit it is."""

    id: int
    type: str
    title: str
    url: str
    lang: str


class ToolkitDocument(Shape):
    """The toolkit of a page: `url` is where all of it is to be had as one zip."""

    page: ToolkitPage
    url: str
    files: list[ToolkitFile]


class WindowMeta(Shape):
    """`total_count` is how many there are, wherever the window is."""

    total_count: int
    limit: int
    offset: int


class ToolkitList(Shape):
    meta: WindowMeta
    items: list[ToolkitDocument]


@api.get(
    "images/{image_id}/",
    response={200: ImageDocument, 400: Problem, 404: Problem},
    operation_id="get_image",
    summary="Get a picture by its id",
)
@decorate_view(takes_only())
def get_image(request: HttpRequest, image_id: Path[ObjectId]) -> HttpResponse:
    """A picture that a public page shows now, as its renditions: the original is never public."""
    # Numbers can be counted up: what was taken down answers like what never was.
    if not published.is_shown(image_id):
        raise Refusal(404, "There is no such public picture.")
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        raise Refusal(404, "There is no such public picture.")
    document = ImageDocument(
        id=image.pk, credit=image.credit, focal_point=focal_point(image), renditions=renditions(image)
    )
    return as_json(document.model_dump_json())


@api.get(
    "documents/{document_id}/",
    response={200: FileDocument, 400: Problem, 404: Problem},
    operation_id="get_document",
    summary="Get a file by its id",
)
@decorate_view(takes_only())
def get_document(request: HttpRequest, document_id: Path[ObjectId]) -> HttpResponse:
    """What is known of a file that a public page offers now; the file itself is at its `url`."""
    file = load_file(document_id)
    if file is None or not published.is_published(document_id):
        raise Refusal(404, "There is no such public file.")
    return as_json(FileDocument(**file.model_dump()).model_dump_json())


@api.get("toolkits/", response={200: ToolkitList, 400: Problem}, operation_id="list_toolkits", summary="List toolkits")
@decorate_view(takes_only(WindowQuery))
def list_toolkits(request: HttpRequest, query: Query[WindowQuery]) -> HttpResponse:
    """The toolkits of a language, the newest page first, with every file and where the whole is to be had as a zip."""
    rows = published.with_toolkit(public_rows().filter(locale__language_code=query.locale), _types_with_toolkits())
    total = rows.count()
    window = rows.order_by("-first_published_at", "-pk")[query.offset : query.offset + query.limit]
    documents: list[Any] = build(list(window))
    items = [_toolkit(document, entries) for document, entries in entries_of(documents)]
    meta = WindowMeta(total_count=total, limit=query.limit, offset=query.offset)
    response = as_json(ToolkitList(meta=meta, items=items).model_dump_json(), [query.locale])
    link_to_windows(request, response, meta.model_dump(), counts=True)
    return response


def _toolkit(document: Any, entries: list[tuple[ManifestFile, Any]]) -> ToolkitDocument:
    return ToolkitDocument(
        page=ToolkitPage(**{name: getattr(document, name) for name in ToolkitPage.model_fields}),
        url=document.toolkit_url,
        files=[ToolkitFile(**entry.model_dump(), url=file.url, media_type=file.media_type) for entry, file in entries],
    )


def _types_with_toolkits() -> list[type]:
    return [model for model in page_types().values() if "toolkit" in model.document.model_fields]
