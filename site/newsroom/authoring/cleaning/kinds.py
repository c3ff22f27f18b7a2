"""What a file is: its first bytes say it, its name must agree."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile

PICTURES = {"avif", "gif", "heic", "jpeg", "png", "webp"}
OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
OPEN_DOCUMENTS = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
# Where a kind may be called otherwise than by its own name.
NAMES = {
    "jpeg": {"jpg", "jpeg"},
    "heic": {"heic", "heif"},
    "text": {"csv", "txt", "vtt"},
}
_STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"%PDF-": "pdf",
    b"{\\rtf": "rtf",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MP4 = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"dash",
    b"MSNV",
    b"3gp4",
    b"3gp5",
}


def extension_of(name: str) -> str:
    """The end of a file's name, in small letters, without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def kind_of(data: bytes, name: str) -> str:
    """What a file is, by its content: "jpeg", "docx", "text" … Raises RefusedFile where that is nothing we take, or
    where the name says something else."""
    kind = by_content(data)
    extension = extension_of(name)
    if extension not in NAMES.get(kind, {kind}):
        raise RefusedFile(refusals.OTHER_KIND, extension=extension)
    return kind


def by_content(data: bytes) -> str:
    """What a file is, whatever its name says. Raises RefusedFile where that is nothing we take."""
    if not data:
        raise RefusedFile(refusals.EMPTY)
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data.startswith(_OLD_OFFICE):
        raise RefusedFile(refusals.OLD_OFFICE)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]:
        return "webm"
    if data.startswith(b"PK\x03\x04"):
        return _by_members(data)
    if b"\0" not in data[:4096]:
        return "text"
    raise RefusedFile(refusals.UNKNOWN)


def _by_brand(data: bytes) -> str:
    """Pictures and videos share this box; its brands say which it is."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    for kind, known in (("avif", _AVIF), ("heic", _HEIC), ("mp4", _MP4)):
        if brands & known:
            return kind
    raise RefusedFile(refusals.UNKNOWN)


def _by_members(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").strip()
                return next((kind for kind, mime in OPEN_DOCUMENTS.items() if mime == declared), "zip")
    except Exception as broken:
        raise RefusedFile(refusals.BROKEN) from broken
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for kind, folder in OFFICE.items() if any(n.startswith(folder) for n in names)), "zip")
