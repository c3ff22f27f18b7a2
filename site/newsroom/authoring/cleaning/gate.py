"""The one way in. Whoever stores a file, by a form, a bulk upload, an API, a command or an import, comes through here:
the fields of pictures and documents ask it, and so does the storage itself, for whatever comes past them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File

from newsroom.authoring.cleaning import archives, kinds, office, pdf, pictures, refusals, rtf, texts, video, virus
from newsroom.authoring.cleaning.found import Found
from newsroom.authoring.cleaning.refusals import RefusedFile

MB = 1024 * 1024


class CleanFile(ContentFile):
    """A file that came through the gate, and the only kind that is stored."""

    def __init__(self, content: bytes, name: str, found: Found | None = None) -> None:
        super().__init__(content, name=name)
        self.found = found or Found()


def let_in(file: File, name: str, *, only_pictures: bool = False) -> CleanFile:
    """The file as it may be stored, under the name that it then has. Raises RefusedFile, with the sentence for whoever
    brought it."""
    stored = file.file if isinstance(file, File) and isinstance(file.file, CleanFile) else file
    if isinstance(stored, CleanFile):
        return stored
    data = _read(file)
    virus.scan(data)
    kind = kinds.kind_of(data, name)
    if kind in kinds.PICTURES:
        return CleanFile(*pictures.clean(data, kind, name))
    if only_pictures:
        raise RefusedFile(refusals.NO_PICTURE)
    return CleanFile(_clean(data, kind, name), name)


def _clean(data: bytes, kind: str, name: str) -> bytes:
    match kind:
        case "text":
            return texts.clean(data, kinds.extension_of(name))
        case "rtf":
            return rtf.clean(data)
        case "pdf":
            return pdf.clean(data)
        case "mp4" | "webm":
            return video.clean(data, kind)
        case "zip":
            return archives.clean(data, _clean_member)
        case _:
            return office.clean(data, kind)


def _clean_member(data: bytes, name: str) -> tuple[bytes, str]:
    kind = kinds.kind_of(data, name)
    if kind in kinds.PICTURES:
        written, name, _ = pictures.clean(data, kind, name)
        return written, name
    return _clean(data, kind, name), name


def _read(file: Any) -> bytes:
    limit = settings.UPLOAD_MAX_SIZE
    if file.closed:
        file.open("rb")
    file.seek(0)
    data = file.read(limit + 1)
    if len(data) > limit:
        raise RefusedFile(refusals.TOO_BIG, limit=limit // MB)
    return data.encode() if isinstance(data, str) else data
