"""A PDF is written anew from what its pages show: who made it, with what, when, and what it would do or hide, goes.

This is a program of its own (`python -m newsroom.authoring.cleaning.pdf_rewriting PAGES BYTES`, from standard input to
standard output), which `pdf.py` starts with a limit to its memory: a PDF of one MB can unpack to a thousand.
"""

from __future__ import annotations

import io
import re
import resource
import sys
from enum import IntEnum
from typing import Any

import pikepdf

from newsroom.authoring.cleaning import jpeg, jpeg_2000, profiles


class Ending(IntEnum):
    """With what the program ends, other than 0 and what a crash ends with."""

    BROKEN = 10
    PROTECTED = 11
    TOO_MANY_PAGES = 12
    PICTURE = 13
    TOO_LARGE = 14


class Refused(Exception):
    """Carries how the program ends."""


# Whatever object they stand on: words about it, other people's programs, files within, and what acts by itself.
_TELLING = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/SpiderInfo", "/Measure", "/PtData", "/GeoData"),
    *("/OPI", "/CreatorInfo"),
    *("/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/Collection", "/Perms", "/Legal", "/DSS", "/LPTM"),
)
_NAMED = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations", "/Renditions", "/Pages", "/Templates", "/URLS")
# Annotations that hold a file or a program.
_HOLDING = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia", "/Projection"}
# Who wrote an annotation, and when.
_OF_THE_WRITER = ("/T", "/M", "/CreationDate", "/NM", "/Subj", "/RC", "/IRT", "/Popup")
# How a stream is packed that is no picture by itself. "None" is not at all.
_PACKED = {
    *("None", "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode"),
    *("/CCITTFaxDecode", "/JBIG2Decode"),
}
# How a picture between lines says that it is a JPEG, in full or not; and how a name may be written.
_PHOTOGRAPH, _ESCAPED = re.compile(rb"/(DCT|JPX)"), re.compile(rb"#([0-9A-Fa-f]{2})")
_HARMLESS_ACTIONS = {"/URI", "/GoTo", "/Named"}


def rewrite(data: bytes, max_pages: int) -> bytes:
    """The document, written anew. Raises Refused, or whatever the parser raises."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if pdf.is_encrypted:
            raise Refused(Ending.PROTECTED)
        if len(pdf.pages) > max_pages:
            raise Refused(Ending.TOO_MANY_PAGES)
        _clean(pdf)
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return written.getvalue()


def _clean(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    for name in _NAMED:
        if name in names:
            del names[name]
    for page in pdf.pages:
        page.contents_coalesce()
        if "/Contents" in page.obj and _draws_a_photograph(page.obj["/Contents"]):
            raise Refused(Ending.PICTURE)
        _clean_annotations(page.obj)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            _clean_object(each)
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            _clean_stream(each)
            _require_no_photograph_between_lines(each)
        _require_no_photograph_in_letters(each)


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
    if not isinstance(each, pikepdf.Array):
        _clean_keys(each)
    # What lies directly within an object is none of the document's objects.
    for value in list(each if isinstance(each, pikepdf.Array) else each.values()) if depth < 50 else ():
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            _clean_object(value, depth + 1)


def _clean_keys(each: Any) -> None:
    for key in _TELLING:
        if key in each:
            del each[key]
    for key in ("/A", "/Next"):
        # An array says what follows an action, and follows nothing else.
        if key in each and (_acts(each[key]) or (key == "/Next" and isinstance(each[key], pikepdf.Array))):
            del each[key]
    if str(each.get("/FT")) == "/Sig" and "/V" in each:
        del each["/V"]


def _acts(action: Any) -> bool:
    """Whether an action does anything but lead somewhere."""
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    return str(action["/S"]) not in _HARMLESS_ACTIONS


def _clean_stream(stream: Any) -> None:
    """A picture in a PDF is a whole JPEG or JPEG 2000, and a colour profile is a whole profile, with all it says."""
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        parameters = stream.get("/DecodeParms")
        raw = jpeg.without_words(stream.read_raw_bytes())
        stream.write(raw, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    elif names == ["/JPXDecode"]:
        stream.write(_silent(stream.read_raw_bytes()), filter=pikepdf.Name.JPXDecode)
    elif not _PACKED.issuperset(names):
        raise Refused(Ending.PICTURE)
    elif str(stream.get("/Type")) == "/EmbeddedFile":
        stream.write(b"")
    # (The pixels of a picture may be hundreds of MB.)
    elif not _is_picture(stream) and (profile := _unpacked(stream))[36:40] == b"acsp":
        stream.write(profiles.without_words(profile))


def _is_picture(stream: Any) -> bool:
    return stream.get("/Subtype") == pikepdf.Name.Image and "/PatternType" not in stream


def _silent(picture: bytes) -> bytes:
    try:
        return jpeg_2000.without_words(picture)
    except ValueError as unknown:
        raise Refused(Ending.PICTURE) from unknown


def _unpacked(stream: Any) -> bytes:
    """What is in a stream, if it can be unpacked without reading a picture."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _require_no_photograph_between_lines(stream: Any) -> None:
    """What draws a form, a pattern or a letter may hold a picture itself, which is none of the document's objects."""
    if not _is_picture(stream) and _draws_a_photograph(stream):
        raise Refused(Ending.PICTURE)


def _require_no_photograph_in_letters(each: Any) -> None:
    """A font may draw its letters, in lines like a page's."""
    letters = each.get("/CharProcs") if isinstance(each, pikepdf.Dictionary) else None
    for letter in letters.values() if isinstance(letters, pikepdf.Dictionary) else ():
        if _draws_a_photograph(letter):
            raise Refused(Ending.PICTURE)


def _draws_a_photograph(stream: Any) -> bool:
    """Looked for in the bytes: lines that break a rule are read in one way here, and in others elsewhere."""
    lines = _unpacked(stream)
    return b"BI" in lines and _PHOTOGRAPH.search(_ESCAPED.sub(_letter, lines)) is not None


def _letter(escaped: re.Match[bytes]) -> bytes:
    return bytes.fromhex(escaped[1].decode())


def main() -> int:
    """Do what the module says; with what it ends."""
    max_pages, memory = (int(each) for each in sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        sys.stdout.buffer.write(rewrite(sys.stdin.buffer.read(), max_pages))
    except Refused as refused:
        return refused.args[0]
    except pikepdf.PasswordError:
        return Ending.PROTECTED
    except MemoryError:
        return Ending.TOO_LARGE
    except Exception as broken:  # A parser that is fed with anything may raise anything.
        return Ending.TOO_LARGE if "bad_alloc" in str(broken) else Ending.BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
