"""Files that a public page offers: `/files/<id>/<name>`, for as long as it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from newsroom.authoring.visible import public_documents
from newsroom.web import errors, published
from newsroom.web.byte_range import NotSatisfiable, requested_range

CHUNK = 64 * 1024
# What a browser shows without running anything in it. Everything else is saved, not opened.
SHOWN = {
    "application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp", "text/vtt", "video/mp4", "video/webm",
}  # fmt: skip
# An uploaded file never acts in the site's name, whatever it turns out to hold.
POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


@csrf_exempt
@require_safe
def published_file(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """A document that a visible page refers to, in whole or in part (RFC 9110, 14). 410 where the page that showed it
    was taken down, 404 for everything else that is not public."""
    document = _find(document_id, filename)
    if document is None or not published.is_published(document_id):
        if document is not None and published.was_taken_down(document_id):
            return errors.gone(request)
        raise Http404
    response = condition(etag_func=lambda *_: quote_etag(document.get_file_hash()))(_send)(request, document)
    response["Cache-Control"] = "no-cache"
    return response


def _find(document_id: int, filename: str) -> Any:
    """The document of this id and name, unless an editor keeps its collection private."""
    if document_id > published.MAX_ID:
        return None
    document = public_documents().filter(pk=document_id).first()
    return document if document is not None and document.filename == filename else None


def _send(request: HttpRequest, document: Any) -> HttpResponseBase:
    size = _size(document)
    try:
        wanted = requested_range(request.headers, size, quote_etag(document.get_file_hash()))
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    length = last - first + 1
    body = () if request.method == "HEAD" else read(document.file, first, length)
    response = StreamingHttpResponse(body, status=206 if wanted else 200, content_type=document.content_type)
    if wanted:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    harmless(response, document.filename, saved=document.content_type not in SHOWN)
    return response


def _size(document: Any) -> int:
    """As the store says it, unless that is a question over the net."""
    is_remote = hasattr(document.file.storage, "part")
    return document.file_size if is_remote and document.file_size is not None else document.file.size


def harmless(response: HttpResponseBase, filename: str, *, saved: bool) -> None:
    """Say what every file says: under which name it is saved, or shown, and that it can do nothing here."""
    response["Content-Disposition"] = content_disposition_header(saved, filename) or "inline"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    # Public files are for other sites too: captions are fetched with CORS, a video may be embedded.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"


def read(stored: Any, first: int, length: int) -> Iterator[bytes]:
    """These many bytes of a stored file, from this one on, a chunk at a time. Raises StoreIsDown at once, not when the
    answer has begun."""
    if hasattr(stored.storage, "part"):
        return stored.storage.part(stored.name, first, length) if length > 0 else iter(())
    return _chunks(stored, first, length)


def _chunks(stored: Any, first: int, length: int) -> Iterator[bytes]:
    with stored.storage.open(stored.name, "rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


@csrf_exempt
@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture in one of its sizes, where no web server or CDN hands it out. Its address cannot be guessed."""
    store = storages["public"]
    try:
        response: Any = FileResponse(store.open(path), filename=path.rpartition("/")[2])
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation) as missing:
        raise Http404 from missing
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


urlpatterns = [path("<int:document_id>/<str:filename>", published_file, name="published_file")]
