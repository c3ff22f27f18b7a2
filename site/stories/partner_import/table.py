"""Tables with a header: CSV, semicolon-separated CSV, and what is pasted from a spreadsheet. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from stories.partner_import.decode import UnreadableListError
from stories.partner_import.parse import EXTRA_CELLS, QUOTE, ParsedList, ParsedRow, absolute, guess_kind, tidy

_HEADERS = {
    "name": ("name", "partner", "organisation", "organization"),
    "kind": ("kind", "type"),
    "places": ("places", "place"),
    "issues": ("issues", "issue"),
    "languages": ("languages", "language"),
    "website": ("website", "web site", "url"),
}
_FIELD_OF = {alias: name for name, aliases in _HEADERS.items() for alias in aliases}
_BETWEEN_VALUES = re.compile(r"\s*[,;|/\n、،，؛；]+\s*")


def read_table(lines: list[str]) -> ParsedList | None:
    """The rows below a header that has a name column and at least one more; None where there is no such header.
    Raises UnreadableListError when two columns mean the same field."""
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return None
    for delimiter in "\t;,":
        header = [tidy(cell).lower() for cell in next(csv.reader([lines[start]], delimiter=delimiter))]
        if len(header) > 1 and "name" in map(_FIELD_OF.get, header):
            return _read(lines[start + 1 :], header, delimiter)
    return None


def _read(lines: list[str], header: list[str], delimiter: str) -> ParsedList:
    fields = [_FIELD_OF.get(cell) for cell in header]
    twice = [header[number] for number, name in enumerate(fields) if name and name in fields[:number]]
    if twice:
        raise UnreadableListError(
            _("Two columns of this table mean the same: “%(column)s”. Rename or remove one of them.")
            % {"column": twice[0]}
        )
    rows = [_row(raw, cells, fields, notes) for raw, cells, notes in _records(lines, delimiter)]
    unused = [cell for cell, name in zip(header, fields, strict=True) if cell and not name]
    return ParsedList(rows, unused)


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[str, list[str], tuple[str, ...]]]:
    """(raw text, cells, notes) of each record. From a quotation mark that is wrongly placed on, every line is a
    record of its own: a mark that nobody closes must not swallow the rest of the table."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    begin = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield "\n".join(lines[begin : reader.line_num]).strip(), cells, ()
            begin = reader.line_num
    except csv.Error:
        for line in lines[begin:]:
            if line.strip(f"{delimiter} \t"):
                cells = next(csv.reader([line[:100_000]], delimiter=delimiter))
                yield line.strip(), cells, (QUOTE,) if '"' in line else ()


def _row(raw: str, cells: list[str], fields: list[str | None], notes: tuple[str, ...]) -> ParsedRow:
    values = {name: cell.strip() for name, cell in zip(fields, cells, strict=False) if name}
    if any(cell.strip() for cell in cells[len(fields) :]):
        notes = (*notes, EXTRA_CELLS)
    for name in ("places", "issues", "languages"):
        values[name] = ", ".join(filter(None, _BETWEEN_VALUES.split(values.get(name, ""))))
    values = {name: tidy(value) for name, value in values.items()}
    values["website"] = absolute(values.get("website", ""))
    kind = values.get("kind", "").casefold()
    values["kind"] = _kinds().get(kind, kind) or guess_kind(values.get("name", ""))
    return ParsedRow(raw, notes=notes, **values)


def _kinds() -> dict[str, str]:
    """The words for a kind, in English and in the person's language, with what the pages call it."""
    return {
        "organization": "organisation",
        _("organization").casefold(): "organisation",
        _("coalition").casefold(): "coalition",
    }
