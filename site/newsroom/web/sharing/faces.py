"""The faces of the posters: for each script a heavy one, which holds Latin letters too (`fonts/README.md`)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
_MISSING = "\uffff"  # No character, so every face answers with its picture of a missing one.


class Face(NamedTuple):
    """A font file, how far apart its lines stand (in sizes), where in a line its letters stand (in parts of it, from
    the top), how large it is set beside the others, and how far its ink spreads (in pixels), which closes the seams
    between joined letters."""

    file: str
    leading: float
    base: float
    scale: float = 1.0
    spread: float = 0


LATIN = Face("Archivo-Condensed-ExtraBold.ttf", 1.1, 0.8)
ARABIC = Face("Cairo-Black.ttf", 1.36, 0.66, 0.82, 0.6)
CHINESE = Face("NotoSansSC-Bold.woff2", 1.2, 0.76, 0.86)
_BY_SCRIPT = {"Latn": LATIN, "Arab": ARABIC, "Hans": CHINESE}


def face_for(text: str, script: str) -> Face | None:
    """The face that has every character of a text: the script's own, else another. None where no face has them all;
    boxes in place of letters are worse than no words."""
    own = _BY_SCRIPT.get(script, LATIN)
    faces = [own, *(face for face in _BY_SCRIPT.values() if face is not own)]
    return next((face for face in faces if all(has(face, character) for character in set(text))), None)


@lru_cache(maxsize=64)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A face in a size in pixels, which HarfBuzz shapes: it joins Arabic letters and orders both directions."""
    return ImageFont.truetype(FONTS / face.file, round(size * face.scale), layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=16384)
def has(face: Face, character: str) -> bool:
    """Whether a face can show a character, or nobody sees that character anyway."""
    if character.isspace() or unicodedata.category(character) == "Cf":
        return True
    return _picture(face, character) != _picture(face, _MISSING)


def _picture(face: Face, character: str) -> tuple[tuple[int, int], bytes]:
    mask = _plain(face).getmask(character, mode="1")
    return mask.size, bytes(mask)


@lru_cache(maxsize=8)
def _plain(face: Face) -> ImageFont.FreeTypeFont:
    """A face without shaping, which asks the font for one character at a time."""
    return ImageFont.truetype(FONTS / face.file, 24, layout_engine=ImageFont.Layout.BASIC)
