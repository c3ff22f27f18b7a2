"""The whole toolkit of a page as one zip: `/es/stories/…/toolkit.zip`, for as long as the page offers it.

The zip says what the page says: it is made from the same document, in the page's language.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from newsroom.authoring import navigation
from newsroom.authoring.blocks.files import PublishedFile
from newsroom.authoring.documents import approved_page, build_from
from newsroom.authoring.schemas import File, PageDocument, Shape
from newsroom.authoring.visible import public_documents
from newsroom.web import archive, errors
from newsroom.web.files import CHUNK, harmless, read

MANIFEST = "manifest.json"
# Part of every ETag: another number when the same content makes another zip.
FORMAT = 1
# A zip that is smaller never touches the disk.
IN_MEMORY = 1024 * 1024


class ManifestFile(Shape):
    """A file of the zip, by its name there. `lang` is the file's own language, `size` in bytes."""

    name: str
    kind: str
    title: str
    description: str
    lang: str
    licence: str
    sha256: str = ""
    size: int


class Manifest(Shape):
    """`manifest.json`: where the files come from, and what one must know to use them. `published_at` is when this
    version of the page went out."""

    site: str
    title: str
    url: str
    lang: str
    published_at: datetime.datetime | None
    files: list[ManifestFile]


@dataclass(frozen=True)
class Toolkit:
    """What the zip will hold. `stored` are the documents behind the manifest's files, in the same order."""

    filename: str
    revision_id: int
    manifest: Manifest
    stored: list[Any]

    @property
    def etag(self) -> str:
        """Made of all that the zip is made of, and without reading a file."""
        hashes = [document.get_file_hash() for document in self.stored]
        parts = [FORMAT, self.revision_id, self.manifest.model_dump(mode="json"), hashes]
        return quote_etag(hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32])


@csrf_exempt
@require_safe
def whole_toolkit(request: HttpRequest, path: str) -> HttpResponseBase:
    """The toolkit of the visible page at a path. 410 where that page was taken down, 404 where nothing is public or
    the page has no toolkit."""
    lang = get_language() or settings.LANGUAGE_CODE
    row = navigation.visible_at(lang, path)
    if row is None and navigation.was_taken_down(lang, path):
        return errors.gone(request)
    toolkit = _toolkit_of(row) if row is not None else None
    if toolkit is None:
        raise Http404
    response = condition(etag_func=lambda *_: toolkit.etag)(_send)(request, toolkit)
    response["Cache-Control"] = "no-cache"
    return response


def _toolkit_of(row: Any) -> Toolkit | None:
    """What a visible row's approved revision offers, or None where that is nothing."""
    (page,) = build_from([approved_page(row)])
    offered = _offered(page)
    documents = public_documents().in_bulk({file.file.id for file in offered})
    files = [(file, documents[file.file.id]) for file in offered if file.file.id in documents]
    if not files:
        return None
    names = archive.unique_names([document.filename for _, document in files], taken=[MANIFEST])
    return Toolkit(
        filename=f"{row.slug}-toolkit-{page.lang}.zip",
        revision_id=row.live_revision_id,
        manifest=_manifest(page, _entries(names, files)),
        stored=[document for _, document in files],
    )


def entries_of(documents: Sequence[PageDocument]) -> list[tuple[PageDocument, list[tuple[ManifestFile, File]]]]:
    """What the zips of these pages hold, each file with its own address: one query for all. A page of which no file is
    public is left out."""
    offered = {document.id: _offered(document) for document in documents}
    public = public_documents().in_bulk({file.file.id for files in offered.values() for file in files})
    found = []
    for document in documents:
        files = [file for file in offered[document.id] if file.file.id in public]
        names = archive.unique_names([public[file.file.id].filename for file in files], taken=[MANIFEST])
        entries = [(_entry(name, file, file.file.size), file.file) for name, file in zip(names, files, strict=True)]
        if entries:
            found.append((document, entries))
    return found


def _offered(document: PageDocument) -> list[PublishedFile]:
    """The files of a page's zip, if there may be one."""
    return document.toolkit if getattr(document, "toolkit_url", None) else []  # type: ignore[attr-defined]


def _manifest(page: PageDocument, files: list[ManifestFile]) -> Manifest:
    home = f"/{page.lang}/"
    return Manifest(
        site=next((link.title for link in page.ancestors if link.url == home), ""),
        title=page.title,
        url=urljoin(settings.WAGTAILADMIN_BASE_URL, page.url),
        lang=page.lang,
        published_at=page.updated_at,
        files=files,
    )


def _entry(name: str, file: PublishedFile, size: int) -> ManifestFile:
    said = file.model_dump(include={"kind", "title", "description", "lang", "licence"})
    return ManifestFile(name=name, size=size, **said)


def _entries(names: list[str], files: list[tuple[PublishedFile, Any]]) -> list[ManifestFile]:
    return [_entry(name, file, document.file.size) for name, (file, document) in zip(names, files, strict=True)]


def _send(request: HttpRequest, toolkit: Toolkit) -> HttpResponseBase:
    # How long the zip is, only making it would tell: HEAD may leave that out (RFC 9110, 9.3.2).
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type="application/zip")
    else:
        length, chunks = _make(toolkit)
        response = StreamingHttpResponse(chunks, content_type="application/zip")
        response["Content-Length"] = str(length)
    harmless(response, toolkit.filename, saved=True)
    return response


def _make(toolkit: Toolkit) -> tuple[int, Iterator[bytes]]:
    """The zip's length in bytes, and its bytes.

    It is made whole before the first byte leaves, on disk where it is large: so memory stays bounded, a file that
    cannot be read becomes an error and not half a zip, and the reader's browser knows how long it will take."""
    spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response reads on after this)
    with archive.open_archive(spool) as zipped:
        files = []
        for said, document in zip(toolkit.manifest.files, toolkit.stored, strict=True):
            digest = archive.add(zipped, said.name, read(document.file, 0, said.size), said.size)
            files.append(said.model_copy(update={"sha256": digest}))
        manifest = toolkit.manifest.model_copy(update={"files": files})
        text = f"{manifest.model_dump_json(indent=2)}\n".encode()
        archive.add(zipped, MANIFEST, [text], len(text))
    length = spool.tell()
    spool.seek(0)
    return length, _drain(spool)


def _drain(spool: Any) -> Iterator[bytes]:
    with spool:
        while chunk := spool.read(CHUNK):
            yield chunk
