"""Rich Text Format: groups of words in braces. Those that say who wrote it go; those that hold files are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile

_TELLING = re.compile(
    rb"\{\\(?:\*\\)?(?:info|userprops|generator|company|revtbl|rsidtbl|xmlnstbl|docvar|datastore|themedata"
    rb"|colorschememapping|latentstyles|passwordhash|template|factoidname|oldtitle|annotation|atnid|atnauthor"
    rb"|atnref|atndate|atrfstart|atrfend)\b"
)
_HOLDING = re.compile(rb"\\(?:object|objdata|pict|bin|sn\s+pibName|mailmerge|revised|deleted)(?![a-z])")
# A field says first what it does, after nothing but how it looks; what is spelled in another way is hidden on purpose.
_LOOKS = (
    rb"(?:rtl|ltr)ch|fcs|a?f|a?fs|a?b|a?i|cs|c[fb]|ul(?:none|d)?|a?lang(?:np|fe|fenp)?|noproof|plain|cgrid|hich|dbch|loch"
    rb"|(?:ins|char)rsid|kerning|expnd(?:tw)?"
)
_FIELD = re.compile(rb"\\fldinst\b(?:[\s{]|\\(?:" + _LOOKS + rb")-?\d*(?![a-z]))*([A-Za-z]*)")
_HARMLESS_FIELDS = {
    *(b"HYPERLINK", b"PAGE", b"NUMPAGES", b"SECTION", b"SECTIONPAGES", b"PAGEREF", b"REF", b"NOTEREF", b"SEQ", b"TOC"),
    *(b"DATE", b"TIME", b"SYMBOL", b"LISTNUM"),
}
_RSID = re.compile(rb"(\\(?:(?:ins|char|del|para|tbl|sect)?rsid(?:root)?|revauth[a-z]*|revdttm[a-z]*))-?\d+")


def clean(data: bytes) -> bytes:
    """The text without author, company, comments and history. Raises RefusedFile for one that holds other files."""
    kept = b"".join(_without(data))
    fields = {found[1].upper() for found in _FIELD.finditer(kept)}
    if _HOLDING.search(kept) or not fields <= _HARMLESS_FIELDS:
        raise RefusedFile(refusals.RTF_HOLDS)
    end = kept.rfind(b"}")
    return _RSID.sub(rb"\g<1>0", kept[: end + 1])


def _without(data: bytes) -> Iterator[bytes]:
    at = 0
    while found := _TELLING.search(data, at):
        yield data[at : found.start()]
        at = _end_of_group(data, found.start())
    yield data[at:]


def _end_of_group(data: bytes, start: int) -> int:
    depth = 0
    for brace in re.finditer(rb"\\[\\{}]|[{}]", data[start:]):
        depth += {b"{": 1, b"}": -1}.get(brace.group(), 0)
        if depth == 0:
            return start + brace.end()
    raise RefusedFile(refusals.BROKEN)
