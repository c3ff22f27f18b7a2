"""Setting a text in lines: as large as its box allows, in as few and as even lines as that takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from newsroom.web.sharing.faces import Face, font

_HAN = "\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_OPENS, _CLOSES = "「『（《〈【〔“‘", "」』）》〉】〕”’，。、；：！？…—·％"
# What stands together: a Chinese character with the marks that belong to it; elsewhere a word. A line breaks between.
_PIECES = re.compile(
    rf"\s+|[{_OPENS}]*[{_HAN}][{_CLOSES}]*|[{_OPENS}]+|[^\s{_HAN}{_OPENS}]+[{_CLOSES}]*",
)
_MEASURED_AT = 100
_MORE = "…"


class Lines(NamedTuple):
    """Lines of a text, from the top, and the size in pixels to set them in."""

    size: int
    lines: list[str]


def fit(text: str, face: Face, width: int, height: int, sizes: range) -> Lines:
    """A text in a box, in the largest of the sizes (from large to small) in which it fits; in the last one, cut."""
    pieces = _PIECES.findall(text)
    widths = {piece: font(face, _MEASURED_AT).getlength(piece) / _MEASURED_AT for piece in set(pieces)}
    for size in sizes:
        room = int(height / (size * face.leading)) or 1
        lines = _wrap(pieces, widths, width / size)
        if len(lines) <= room and max(_width(line, widths) for line in lines) * size <= width:
            return Lines(size, _joined(_even(pieces, widths, width / size, len(lines))))
    return Lines(size, _cut(_joined(lines)[:room], len(lines) > room, lambda line: _fits(line, face, size, width)))


def _wrap(pieces: list[str], widths: dict[str, float], width: float) -> list[list[str]]:
    """Pieces in lines, each as full as it can be."""
    lines: list[list[str]] = [[]]
    taken = 0.0
    for piece in pieces:
        if taken and not piece.isspace() and taken + widths[piece] > width:
            lines.append([])
            taken = 0.0
        if taken or not piece.isspace():
            lines[-1].append(piece)
            taken += widths[piece]
    return lines


def _even(pieces: list[str], widths: dict[str, float], width: float, count: int) -> list[list[str]]:
    """The same number of lines, in the narrowest column that holds them: no word stands alone in the last one."""
    narrow, wide = width / 3, width
    for _ in range(7):
        middle = (narrow + wide) / 2
        lines = _wrap(pieces, widths, middle)
        if len(lines) > count or max(_width(line, widths) for line in lines) > middle:
            narrow = middle
        else:
            wide = middle
    return _wrap(pieces, widths, wide)


def _width(line: list[str], widths: dict[str, float]) -> float:
    return sum(widths[piece] for piece in line)


def _joined(lines: list[list[str]]) -> list[str]:
    return ["".join(line).strip() for line in lines]


def _fits(line: str, face: Face, size: int, width: int) -> bool:
    return font(face, size).getlength(line) <= width


def _cut(lines: list[str], is_more: bool, fits: Callable[[str], bool]) -> list[str]:
    """Lines of which none is too wide, with a mark where something is left out."""
    cut = []
    for number, line in enumerate(lines):
        said = line
        if is_more and number == len(lines) - 1:
            said += _MORE
        while not fits(said) and len(line) > 1:
            line = line[:-1]
            said = line.rstrip() + _MORE
        cut.append(said)
    return cut
