"""Plain text: what a browser could take for a page, or a server for a program, is none."""

from __future__ import annotations

import re

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile

_MARKUP = re.compile(r"<(\?php|\?xml|!doctype|html|head|body|script|svg|iframe|object|embed)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOTE = re.compile(r"^NOTE(?=[ \t\n]|$).*?(?:\n\n+|\Z)", re.DOTALL | re.MULTILINE)


def clean(data: bytes, extension: str) -> bytes:
    """The text in UTF-8, without a mark of its order of bytes; captions also without their notes, which players never
    show. Raises RefusedFile."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as broken:
        raise RefusedFile(refusals.NO_TEXT) from broken
    if _CONTROL.search(text):
        raise RefusedFile(refusals.NO_TEXT)
    if _MARKUP.search(text):
        raise RefusedFile(refusals.MARKUP)
    if extension == "vtt":
        if not re.match(r"WEBVTT(?=[ \t\n]|$)", text):
            raise RefusedFile(refusals.OTHER_KIND, extension=extension)
        _header, blank, cues = text.partition("\n\n")
        text = f"WEBVTT{blank}{_NOTE.sub('', cues)}" if blank else "WEBVTT\n"
    return text.encode()
