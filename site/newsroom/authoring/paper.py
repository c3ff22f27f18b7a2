"""From HTML to a tagged PDF (PDF/UA-1), with WeasyPrint. It needs Pango and fonts of the machine it runs on: where
they are missing no PDF is offered, and everything else works."""

from __future__ import annotations

import ctypes
import functools
import threading
from ctypes.util import find_library

# What WeasyPrint loads by itself. (Asking it would import all of it while a reader waits.)
_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "gobject-2.0", "fontconfig")
# Fontconfig's name for a language where it is not ours.
_FONTCONFIG_CODES = {"zh-hans": "zh-cn"}
SIZES = {"a4": "A4", "letter": "letter"}
# Drawing takes the better part of a second of one core, and whoever waits for it holds one of the few threads that all
# readers share: never two at once, the same one only once, and one at most waits.
_drawing, _room = threading.Lock(), threading.BoundedSemaphore(2)
_drawn: dict[tuple[str, str], bytes] = {}
_KEPT = 32


class Busy(Exception):
    """One PDF is being drawn, and somebody waits for the next."""


@functools.cache
def can_print(lang: str) -> bool:
    """Whether this machine can draw a PDF whose words are in that language."""
    return all(find_library(name) for name in _LIBRARIES) and _has_font(_FONTCONFIG_CODES.get(lang, lang))


def pdf(html: str, size: str) -> bytes:
    """A whole HTML document on paper of one of the `SIZES`. The same words make the same bytes. It cannot load
    anything: styles are part of the document. Raises Busy."""
    made = _drawn.get((html, size))
    if made is not None:
        return made
    if not _room.acquire(blocking=False):
        raise Busy
    try:
        with _drawing:
            return _drawn.get((html, size)) or _keep(html, size)
    finally:
        _room.release()


def _keep(html: str, size: str) -> bytes:
    """Draw a PDF and remember it; the oldest is forgotten."""
    made = _draw(html, size)
    if len(_drawn) >= _KEPT:
        del _drawn[next(iter(_drawn))]
    _drawn[html, size] = made
    return made


def _draw(html: str, size: str) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    page = CSS(string=f"@page {{ size: {SIZES[size]} }}", url_fetcher=nothing)
    made: bytes = HTML(string=html, url_fetcher=nothing).write_pdf(
        stylesheets=[page], pdf_variant="pdf/ua-1", pdf_identifier=b""
    )
    return made


def _has_font(code: str) -> bool:
    """Whether Fontconfig knows a font that can write the language."""
    library = ctypes.CDLL(find_library("fontconfig"))
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(library, name).restype = ctypes.c_void_p
    pattern, wanted = library.FcNameParse(f":lang={code}".encode()), library.FcObjectSetCreate()
    library.FcObjectSetAdd(ctypes.c_void_p(wanted), b"family")
    found = library.FcFontList(None, ctypes.c_void_p(pattern), ctypes.c_void_p(wanted))
    # The struct that answers begins with how many there are. It lives as long as the process: there is one a language.
    return bool(found) and ctypes.cast(found, ctypes.POINTER(ctypes.c_int))[0] > 0
