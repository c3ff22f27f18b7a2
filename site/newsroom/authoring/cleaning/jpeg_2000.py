"""The exact way for a JPEG 2000 in a PDF: its boxes (ISO/IEC 15444-1, annex I) and its codestream (annex A), less those
that hold words."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from newsroom.authoring.cleaning import profiles

_SIGNATURE = b"\0\0\0\x0cjP  "
# What says how the pixels are read; and what holds words, wherever it stands.
_KEPT = {b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c", b"ihdr", b"bpcc", b"pclr", b"cmap", b"cdef"}
_WORDS = {b"xml ", b"uuid", b"uinf", b"jp2i", b"asoc", b"nlst", b"lbl ", b"free", b"res "}
_START, _COMMENT, _TILE, _DATA, _END = 0xFF4F, 0xFF64, 0xFF90, 0xFF93, 0xFFD9


def without_words(data: bytes) -> bytes:
    """The same pixels. Raises ValueError for what is none, and for what holds something that nobody knows."""
    return _boxes(data) if data.startswith(_SIGNATURE) else _codestream(data)


def _boxes(data: bytes) -> bytes:
    written = b""
    for kind, content in _parts(data):
        if kind == b"jp2h":
            content = _boxes(content)
        elif kind == b"jp2c":
            content = _codestream(content)
        elif kind == b"colr":
            content = _colours(content)
        elif kind in _WORDS:
            continue
        elif kind not in _KEPT:
            raise ValueError("a box that nobody knows")
        written += struct.pack(">I", len(content) + 8) + kind + content
    return written


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1:
            (length,) = _numbers(">Q", data, start)
            start += 8
        end = at + length if length else len(data)
        if not start <= end <= len(data):
            raise ValueError("a box without an end")
        yield kind, data[start:end]
        at = end


def _colours(content: bytes) -> bytes:
    """By number; or by a profile."""
    if content[:1] == b"\1":
        return b"\1\0\0" + content[3:7]
    if content[:1] != b"\2":
        raise ValueError("colours in a way that nobody knows")
    return b"\2\0\0" + profiles.without_words(content[3:])


def _codestream(data: bytes) -> bytes:
    if _numbers(">H", data, 0) != (_START,):
        raise ValueError("no JPEG 2000")
    written, at = data[:2], 2
    while (marker := _numbers(">H", data, at)[0]) != _END:
        (length,) = _numbers(">H", data, at + 2)
        end = at + 2 + length
        if marker == _TILE:
            (length,) = _numbers(">I", data, at + 6)
            # The last one may go on to the end.
            end = at + length if length else data.rfind(b"\xff\xd9")
            _require_no_comment(data[at:end])
        if not at < end <= len(data):
            raise ValueError("a JPEG 2000 without an end")
        if marker != _COMMENT:
            written += data[at:end]
        at = end
    return written + b"\xff\xd9"


def _require_no_comment(tile: bytes) -> None:
    """Raises ValueError for a comment before the pixels of a tile: no program is known that writes one there."""
    at = 12
    while (marker := _numbers(">H", tile, at)[0]) != _DATA:
        if marker == _COMMENT:
            raise ValueError("a comment in a tile")
        at += 2 + _numbers(">H", tile, at + 2)[0]


def _numbers(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as short:
        raise ValueError("a JPEG 2000 without an end") from short
