"""From text to words, in the same way for what is indexed and for what a reader types.

A word is folded: lower case, no accents, tone marks or vowel marks, one form of each letter, ASCII digits. Python does
this and not PostgreSQL's `unaccent`, so that it needs no extension, works in a database of any locale, and is the
same for the index, the query and the marks in a snippet. Scripts that put no space between words come in runs, which
`analysis.py` cuts into pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# PostgreSQL refuses a word of 2 KB. Nobody looks for one.
LONGEST_WORD = 60

# Direction marks, joiners and the Arabic stretch: they stand inside words and are no part of them.
_INVISIBLE = "\u00ad\u061c\u0640\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff"
_BMP = [chr(code) for code in range(0xA0, 0x10000)]
_MARKS = "".join(char for char in _BMP if unicodedata.category(char) in ("Mn", "Mc"))
_WORD = re.compile(rf"[^\W_](?:[^\W_]+|[{_INVISIBLE}{_MARKS}]+)*")
_NO_WORD = re.compile(rf"[^\w{_MARKS}]+|_+")

# Thai and Lao, Burmese, Khmer, the Han characters, the Japanese syllabaries. (Korean has spaces.)
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"([{_UNSPACED}]+)|[^{_UNSPACED}]+")

# Vowel signs of Thai or Hindi are letters to their readers; these marks are not, in the scripts that use them.
_DROPPED = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_ONE_FORM = str.maketrans(
    {
        **{char: None for char in _BMP if re.match(rf"[{_INVISIBLE}]", char)},
        **{char: None for char in _BMP if _DROPPED.match(char) and unicodedata.category(char) == "Mn"},
        **{char: str(unicodedata.decimal(char)) for char in _BMP if char.isdecimal()},
        # Letters that Unicode does not take apart: Vietnamese and Nordic, Turkish, Arabic as Persian keyboards type it.
        **dict(zip("đðłøıٱةىیک", "ddloiاهييك", strict=True)),
        "æ": "ae",
        "œ": "oe",
    }
)


class Word(NamedTuple):
    """A word at `text[start:end]`. `exact` is it with its accents where `folded` lost some, else empty. `is_run` says
    that it is a run of characters without spaces between words."""

    start: int
    end: int
    folded: str
    exact: str = ""
    is_run: bool = False


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """One form of a word for everybody who types it: "Deportación" is "deportacion", "أُسْرة" is "اسره"."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return _NO_WORD.sub("", unicodedata.normalize("NFC", parts.translate(_ONE_FORM)))


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order. What is not a letter or a digit separates them."""
    for match in _WORD.finditer(text):
        for run in _RUN.finditer(match.group()):
            start, piece = match.start() + run.start(), run.group()
            folded = fold(piece)
            if not folded:
                continue
            is_run = run.group(1) is not None
            if is_run:
                yield Word(start, start + len(piece), folded, is_run=True)
            else:
                accented = folded.isascii() and not piece.isascii()
                exact = unicodedata.normalize("NFKC", piece).casefold() if accented else ""
                exact = exact if exact != folded and exact.isalnum() else ""
                yield Word(start, start + len(piece), folded[:LONGEST_WORD], exact[:LONGEST_WORD])
