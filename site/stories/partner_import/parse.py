"""From pasted text to rows. Pure: no database, no settings.

Nothing is lost: every piece of the input that is not blank ends up in the `raw` of exactly one row, in its order.
What cannot be understood becomes a row too, for a person to mend.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from stories.partner_import.decode import MAX_BYTES, UnreadableListError, too_big

MAX_ROWS = 1_000

# What the parser noticed about a row and a person should look at.
INTRODUCTION, LINE_BREAK, COMMAS, QUOTE, EXTRA_CELLS = "introduction", "line_break", "commas", "quote", "extra_cells"
ABOUT_THE_NAME = (INTRODUCTION, LINE_BREAK, COMMAS)

# Separators of every list; an Arabic or Chinese comma separates names, the Latin one also occurs within them.
_SEPARATOR = re.compile(r"&(?:amp|quot|apos|nbsp|#\d+);|(?P<separator>[;；؛、，،]|\s(?=[•‣▪●◦∙]\s))")
_SEPARATOR_OR_COMMA = re.compile(rf"{_SEPARATOR.pattern[:-1]}|,)")
_INTRODUCTION_ENDS = re.compile(r":(?=\s|$)|：")
_MARKER = re.compile(r"^(?:[•‣▪●◦∙*·–—-]\s+|[•‣▪●◦∙]|\(?\d{1,4}[.)\]]\s+)+")
_AND = re.compile(r"^(?:and|&)\s+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$", re.IGNORECASE)
_KEEPS_ITS_PERIOD = re.compile(r"(?:\b(?:Inc|Co|Corp|Ltd|Jr|Sr|Assn|Bros)|\b\w(?:\.\w)+)\.$", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:\"([^\"]*)\"|“([^“”]*)”|«([^«»]*)»)$")
_COALITION = re.compile(
    r"\b(?:coalition|alliance|network|collaborative|consortium|federation|coalición|alianza|red de|liên minh|"
    r"mạng lưới|kowalisyon|alyans|rezo)\b|تحالف|ائتلاف|شبكة|联盟|联合会|网络",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ParsedRow:
    """One row of a list. `raw` is the input as it arrived; the others are text, exactly what a person would type
    into the form: `issues` and `languages` several words with commas between them."""

    raw: str
    name: str = ""
    kind: str = ""
    places: str = ""
    issues: str = ""
    languages: str = ""
    website: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedList:
    """`unused_columns` are headers of a table that no field of a partner takes."""

    rows: list[ParsedRow]
    unused_columns: list[str] = field(default_factory=list)


def parse(text: str, *, commas: bool = False) -> ParsedList:
    """Read a table with a header, or a list in prose; with `commas`, a comma separates names too.
    Raises UnreadableListError for an empty or too long list."""
    from stories.partner_import.table import read_table

    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise too_big()
    lines = text.removeprefix("\ufeff").splitlines()
    found = read_table(lines) or ParsedList(read_prose(lines, commas=commas))
    if not found.rows:
        raise UnreadableListError(_("There is no name in this list. Paste some text, or choose a file."))
    if len(found.rows) > MAX_ROWS:
        raise UnreadableListError(
            _("This list has %(count)d rows; %(most)d is the most. Divide it and import the parts one after the other.")
            % {"count": len(found.rows), "most": MAX_ROWS}
        )
    return found


def read_prose(lines: list[str], *, commas: bool = False) -> list[ParsedRow]:
    """Rows out of a run-on list, of lines, or of both mixed."""
    rows = [row for unit in _units(lines) for row in _rows_of_unit(unit, commas)]
    if len(rows) == 1 and rows[0].name.count(",") > 1:
        rows = [ParsedRow(rows[0].raw, **_cells(rows[0].name), notes=(*rows[0].notes, COMMAS))]
    return rows


def _units(lines: list[str]) -> Iterator[str]:
    """Lines, except that a run-on list which a mail program wrapped is put together again: there, no line had room
    for the first word of the next one. The line breaks stay in the text."""
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            paragraph.append(line)
            continue
        yield from _unwrapped(paragraph)
        paragraph = []


def _unwrapped(paragraph: list[str]) -> list[str]:
    width = max((len(line.rstrip()) for line in paragraph), default=0)
    is_run_on = 55 <= width <= 100 and any(_SEPARATOR.search(line) for line in paragraph)
    if not is_run_on or not all(_is_full(*two, width) for two in itertools.pairwise(paragraph)):
        return paragraph
    return ["\n".join(paragraph)]


def _is_full(line: str, following: str, width: int) -> bool:
    line = line.rstrip()
    has_room = len(line) + 1 + len(following.split()[0]) <= width
    return not has_room and not line.endswith(".") and not _MARKER.match(following.strip())


def _rows_of_unit(unit: str, commas: bool) -> Iterator[ParsedRow]:
    pieces = _split(unit, commas)
    if not pieces:
        return
    introduction, first = _split_introduction(pieces[0], alone=len(pieces) == 1)
    if introduction:
        yield ParsedRow(introduction, **_cells(introduction), notes=(INTRODUCTION,))
        pieces = [first, *pieces[1:]] if first else pieces[1:]
    for number, piece in enumerate(pieces, start=1):
        name = _without_marker(piece)
        if number == len(pieces) > 1:
            name = _AND.sub("", name)
        yield ParsedRow(piece, **_cells(name), notes=(LINE_BREAK,) if "\n" in piece else ())


def _split(unit: str, commas: bool) -> list[str]:
    pieces, start = [], 0
    for match in (_SEPARATOR_OR_COMMA if commas else _SEPARATOR).finditer(unit):
        if match["separator"]:
            pieces.append(unit[start : match.start()])
            start = match.end()
    pieces.append(unit[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _split_introduction(piece: str, *, alone: bool) -> tuple[str, str]:
    """What stands before the colon in front of a list, with its colon, and the first name after it."""
    colons = list(_INTRODUCTION_ENDS.finditer(piece))
    if not colons or (alone and colons[-1].end() < len(piece)):
        return "", piece
    end = colons[-1].end()
    return piece[:end].strip(), piece[end:].strip()


def _without_marker(piece: str) -> str:
    return _MARKER.sub("", piece)


def _cells(name: str) -> dict[str, str]:
    """A name without what surrounds it, the address that stood beside it, and a guess at its kind."""
    name = html.unescape(name)
    website = ""
    found = _URL.findall(name)
    if len(found) == 1:
        address = found[0].rstrip(".,:!?)]")
        name, website = name.replace(address, " "), absolute(address)
        name = re.sub(r"[(\[]\s*[)\]]", " ", name)
    name = tidy(name).strip(" ,:|").removesuffix(" -").removesuffix(" –").removesuffix(" —").rstrip()
    if name.endswith((".", "。")) and not _KEEPS_ITS_PERIOD.search(name):
        name = name[:-1].rstrip()
    quoted = _QUOTED.match(name)
    if quoted:
        name = tidy(next(group for group in quoted.groups() if group is not None))
    return {"name": name, "website": website, "kind": guess_kind(name)}


def absolute(address: str) -> str:
    """An address as people write it, "www.example.org" or "example.org/us", with its scheme."""
    return f"https://{address}" if _WITHOUT_SCHEME.match(address) else address


def tidy(text: str) -> str:
    """One line, composed characters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def guess_kind(name: str) -> str:
    """A suggestion, from the words of the name: "coalition" or "organisation"."""
    return "coalition" if _COALITION.search(name) else "organisation"
