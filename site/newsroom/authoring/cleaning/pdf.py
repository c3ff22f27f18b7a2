"""A PDF is written anew from what its pages show: who made it, with what, when, and what it would do or hide, goes."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from django.conf import settings

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.jpeg import without_words
from newsroom.authoring.cleaning.refusals import RefusedFile

# Whatever object they stand on: words about it, other people's programs, files within, and what acts by itself.
_TELLING = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/SpiderInfo", "/Measure", "/PtData", "/GeoData"),
    *("/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/Collection", "/Perms", "/Legal", "/DSS", "/LPTM"),
)
_NAMED = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions", "/Pages", "/Templates", "/URLS")
# Annotations that hold a file or a program.
_HOLDING = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia", "/Projection"}
# Who wrote an annotation, and when.
_OF_THE_WRITER = ("/T", "/M", "/CreationDate", "/NM", "/Subj", "/RC", "/IRT", "/Popup")
_HARMLESS_ACTIONS = {"/URI", "/GoTo", "/Named"}


def clean(data: bytes) -> bytes:
    """The document, written anew. Raises RefusedFile."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise RefusedFile(refusals.PROTECTED)
            if len(pdf.pages) > settings.PDF_MAX_PAGES:
                raise RefusedFile(refusals.TOO_MANY_PAGES, limit=settings.PDF_MAX_PAGES)
            _clean(pdf)
            written = io.BytesIO()
            pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    except RefusedFile:
        raise
    except pikepdf.PasswordError as locked:
        raise RefusedFile(refusals.PROTECTED) from locked
    except Exception as broken:  # A parser that is fed with anything may raise anything.
        raise RefusedFile(refusals.BROKEN) from broken
    return written.getvalue()


def _clean(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    for name in _NAMED:
        if name in names:
            del names[name]
    for page in pdf.pages:
        _clean_annotations(page.obj)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            _clean_object(each)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            _clean_stream(each)


def _clean_annotations(page: Any) -> None:
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = [each for each in annotations if str(each.get("/Subtype")) not in {*_HOLDING, "/Popup"}]
    for each in kept:
        # The name of a form's field has the same letter as the name of a writer.
        for key in _OF_THE_WRITER if str(each.get("/Subtype")) != "/Widget" else ("/M",):
            if key in each:
                del each[key]
    page["/Annots"] = pikepdf.Array(kept)


def _clean_object(each: Any, depth: int = 0) -> None:
    for key in _TELLING:
        if key in each:
            del each[key]
    for key in ("/A", "/Next"):
        if key in each and _acts(each[key]):
            del each[key]
    if str(each.get("/FT")) == "/Sig" and "/V" in each:
        del each["/V"]
    # What lies directly within an object is none of the document's objects.
    for value in list(each.values()) if depth < 50 else ():
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            _clean_object(value, depth + 1)
        elif isinstance(value, pikepdf.Array) and not value.is_indirect:
            for item in value:
                if isinstance(item, pikepdf.Dictionary) and not item.is_indirect:
                    _clean_object(item, depth + 1)


def _acts(action: Any) -> bool:
    """Whether an action does anything but lead somewhere."""
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    return str(action["/S"]) not in _HARMLESS_ACTIONS


def _clean_stream(stream: Any) -> None:
    """A picture in a PDF is a whole JPEG or JPEG 2000, with all that it says."""
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        parameters = stream.get("/DecodeParms")
        raw = without_words(stream.read_raw_bytes())
        stream.write(raw, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    elif _is_other_picture(names) and not (names == ["/JPXDecode"] and _is_silent(stream.read_raw_bytes())):
        raise RefusedFile(refusals.PDF_PICTURE)
    elif str(stream.get("/Type")) == "/EmbeddedFile":
        stream.write(b"")


def _is_other_picture(filters: list[str]) -> bool:
    return any(each in ("/DCTDecode", "/JPXDecode") for each in filters)


def _is_silent(picture: bytes) -> bool:
    """Whether a JPEG 2000 has none of the boxes that hold words."""
    return re.search(rb"uuid|xml |asoc", picture) is None
