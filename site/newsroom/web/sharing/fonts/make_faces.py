"""How the faces in this folder were made: `python make_faces.py Archivo.ttf Cairo.ttf NotoSansCJK-Bold.ttc`, from the
variable fonts of the first two and Debian's collection of the third."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
DEMO = HERE.parents[3] / "demo" / "content"
TEXTS = {".html", ".json", ".md", ".toml", ".txt", ".vtt"}
LATIN = [
    *chain(range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2028), range(0x2030, 0x203B)),
    *(0x202F, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2192, *range(0x300, 0x312), 0x31B, 0x323, 0x2212, 0x2BB, 0x2BC),
]
ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), *range(0x200C, 0x2010)]
MARKS = [*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), 0x30FB, 0xB7]


def common_chinese() -> set[int]:
    """GB 2312, level 1, and what the demo says beyond it."""
    level_1 = {bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)}
    texts = (path for path in DEMO.rglob("*.*") if path.suffix in TEXTS)
    demo = {character for path in texts for character in path.read_text()}
    return {ord(character) for character in level_1 | demo if character and 0x4E00 <= ord(character) < 0xA000}


def keep(font: TTFont, characters: Iterable[int], name: str, features: str) -> None:
    """Save what these characters need of a font, with these OpenType features."""
    options = Options(hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.layout_features = features.split()
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2" if name.endswith("woff2") else None
    font.save(HERE / name)


def main(archivo: str, cairo: str, noto: str) -> None:
    """Make all three."""
    latin = instantiateVariableFont(TTFont(archivo, recalcTimestamp=False), {"wdth": 75, "wght": 800})
    keep(latin, LATIN, "Archivo-Condensed-ExtraBold.ttf", "kern liga ccmp locl mark mkmk")
    arabic = instantiateVariableFont(TTFont(cairo, recalcTimestamp=False), {"slnt": 0, "wght": 900})
    joins = "kern liga rlig calt ccmp locl mark mkmk init medi fina isol"
    keep(arabic, [*ARABIC, *LATIN], "Cairo-Black.ttf", joins)
    chosen = next(font for font in TTCollection(noto).fonts if font["name"].getDebugName(4) == "Noto Sans CJK SC Bold")
    alone = io.BytesIO()
    chosen.save(alone)
    chinese = TTFont(alone, recalcTimestamp=False)
    beside = [character for character in LATIN if character < 0x180 or character > 0x2000]
    keep(chinese, [*common_chinese(), *MARKS, *beside], "NotoSansSC-Bold.woff2", "kern locl")


if __name__ == "__main__":
    main(*sys.argv[1:])
