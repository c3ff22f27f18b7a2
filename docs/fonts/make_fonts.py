"""Cut the site's fonts out of the published ones, and write the style sheet that names them.

A script for the rare day on which a face changes; nothing runs it by itself. It needs npm, and three packages that the
site does not: `pip install fonttools brotli uharfbuzz`. The fallbacks are measured on fonts that Debian has (fonts-liberation,
whose widths are Arial's; fonts-noto-core) and on npm's Roboto. From the root of the repository:

    python docs/fonts/make_fonts.py
"""

# ruff: noqa: E501  (tables of ranges and names)

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

import uharfbuzz as hb
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[2]
FONTS, SHEET = ROOT / "site" / "static" / "fonts", ROOT / "site" / "static" / "css" / "fonts.css"
DEBIAN = Path("/usr/share/fonts/truetype")

# name: npm package, its file, the axes that are kept, what it is for, and the weights (and widths) that CSS may ask for.
FACES = {
    "archivo-latin": ("archivo", "latin-standard", {"wdth": (75, 100), "wght": (600, 900)}, "U+0-FF,U+131,U+152-153,U+2000-206F,U+20AC,U+2190-2193,U+2212"),
    "archivo-latin-ext": ("archivo", "latin-ext-standard", {"wdth": (75, 100), "wght": (600, 900)}, "U+100-101,U+104-10F,U+112-127,U+12A-130,U+132-151,U+154-167,U+16A-17F,U+218-21B"),
    "archivo-vietnamese": ("archivo", "vietnamese-standard", {"wdth": (75, 100), "wght": (600, 900)}, "U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-303,U+309,U+323,U+1EA0-1EF9,U+20AB"),
    "changa-arabic": ("changa", "arabic-wght", {"wght": (600, 800)}, "U+600-6FF,U+200C-200F,U+FB50-FDFF,U+FE70-FEFC"),
}  # fmt: skip
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "rlig", "calt", "init", "medi", "fina", "isol"]

LATIN = (
    "Nobody could say how to get off the list. Nadie quedó fuera: la cárcel cerró. Yo te fèmen prizon an, 2016–2023. "
    "What we are walking toward. Languages, Issues, Places. Surveillance and databases. Repair before punishment. "
    "Organizaciones aliadas. Detención de inmigrantes. Toolkits are free to copy. Share the recipe. Menu"
)
ARABIC = "لم يعرف أحد كيف يُشطب الاسم من القائمة وكانت الطاولة طويلة حتى آخر كرسي"
# The face of the system that stands in until ours is there: (family, local names, a font of its widths, our face, words).
STAND_INS = (
    ("Poster Roboto", ("Roboto Bold", "Roboto-Bold"), "roboto", "archivo-latin", LATIN),
    ("Poster Arial", ("Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "LiberationSans-Bold"), DEBIAN / "liberation/LiberationSans-Bold.ttf", "archivo-latin", LATIN),
    ("Poster Arabic", ("Noto Sans Arabic Bold", "NotoSansArabic-Bold"), DEBIAN / "noto/NotoSansArabic-Bold.ttf", "changa-arabic", ARABIC),
    ("Poster Naskh", ("Noto Naskh Arabic UI Bold", "NotoNaskhArabicUI-Bold", "Noto Naskh Arabic Bold", "NotoNaskhArabic-Bold"), DEBIAN / "noto/NotoNaskhArabic-Bold.ttf", "changa-arabic", ARABIC),
    ("Poster DejaVu", ("DejaVu Sans Bold", "DejaVuSans-Bold"), DEBIAN / "dejavu/DejaVuSans-Bold.ttf", "archivo-latin", LATIN),
)  # fmt: skip
# How titles are set (--narrow, --wide: base.css), in which the widths are compared. A face without widths is set in one way.
TITLES = {
    "archivo-latin": ({"wdth": 75, "wght": 900}, {"wdth": 88, "wght": 800}),
    "changa-arabic": ({"wght": 800},),
}


def package(name: str, folder: Path) -> Path:
    """The npm package of a font, unpacked."""
    archive = subprocess.run(  # noqa: S603
        ["npm", "pack", "--silent", f"@fontsource-variable/{name}"],  # noqa: S607
        cwd=folder, check=True, capture_output=True, text=True,
    ).stdout.split()[-1]  # fmt: skip
    place = folder / name
    place.mkdir(exist_ok=True)
    subprocess.run(["tar", "xzf", archive, "-C", name, "--strip-components", "1"], cwd=folder, check=True)  # noqa: S603, S607
    return place


def reread(font: TTFont) -> TTFont:
    """The font as a reader of its file has it."""
    data = io.BytesIO()
    font.save(data)
    data.seek(0)
    return TTFont(data, lazy=False)


def cut(source: Path, axes: dict[str, tuple[int, int]], ranges: str) -> TTFont:
    """Only the axes and the letters that the site uses."""
    font = TTFont(source)
    font.flavor = None
    font = reread(instancer.instantiateVariableFont(font, axes))
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True)
    letters = subset.Subsetter(options)
    bounds = [part.removeprefix("U+").split("-") for part in ranges.split(",")]
    letters.populate(
        unicodes=[code for low, *high in bounds for code in range(int(low, 16), int((high or [low])[0], 16) + 1)]
    )
    letters.subset(font)
    return font


def metrics(font: TTFont, words: str, variations: dict[str, int]) -> tuple[float, float, float, float]:
    """How wide the words are, and how far the face goes up, down and apart: all in ems."""
    data = io.BytesIO()
    font.flavor = None
    font.save(data)
    shaped = hb.Font(hb.Face(data.getvalue()))
    shaped.set_variations(variations)
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(shaped, buffer)
    em, table = font["head"].unitsPerEm, font["hhea"]
    width = sum(position.x_advance for position in buffer.glyph_positions)
    return width / em, table.ascent / em, -table.descent / em, table.lineGap / em


def face(name: str, axes: dict[str, tuple[int, int]], ranges: str) -> str:
    """The @font-face of one of our files."""
    weights = "font-weight: {} {};".format(*axes["wght"])
    widths = "\n    font-stretch: {}% {}%;".format(*axes["wdth"]) if "wdth" in axes else ""
    return f"""\
  @font-face {{
    font-family: "Poster";
    src: url("../fonts/{name}.woff2") format("woff2");
    {weights}{widths}
    font-display: swap;
    unicode-range: {ranges};
  }}
"""


def stand_in(
    family: str, names: tuple[str, ...], theirs: TTFont, ours: TTFont, words: str, title: dict[str, int]
) -> str:
    """The @font-face of a face of the system, stretched until it takes the room that ours will take."""
    axes = {"wght": 700} if "fvar" in theirs else {}
    width, up, down, gap = metrics(ours, words, title)
    scale = width / metrics(theirs, words, axes)[0]
    sources = ", ".join(f'local("{name}")' for name in names)
    stretch = "\n    font-stretch: {wdth}%;".format(**title) if "wdth" in title else ""
    return f"""\
  @font-face {{
    font-family: "{family}";
    src: {sources};
    font-weight: 600 900;{stretch}
    size-adjust: {scale:.1%};
    ascent-override: {up / scale:.1%};
    descent-override: {down / scale:.1%};
    line-gap-override: {gap / scale:.1%};
  }}
"""


def main() -> None:
    """Write the fonts, their licences and the sheet."""
    FONTS.mkdir(exist_ok=True)
    made: dict[str, TTFont] = {}
    rules = []
    with tempfile.TemporaryDirectory() as scratch:
        packages = {name: package(name, Path(scratch)) for name in ("archivo", "changa", "roboto")}
        for name, (family, file, axes, ranges) in FACES.items():
            font = cut(packages[family] / "files" / f"{family}-{file}-normal.woff2", axes, ranges)
            font.flavor = "woff2"
            font.save(FONTS / f"{name}.woff2")
            made[name] = TTFont(FONTS / f"{name}.woff2")
            rules.append(face(name, axes, ranges))
            print(f"{name}: {(FONTS / f'{name}.woff2').stat().st_size} bytes")  # noqa: T201
            (FONTS / f"OFL-{family}.txt").write_text((packages[family] / "LICENSE").read_text("utf-8"), "utf-8")
        for family, names, place, ours, words in STAND_INS:
            theirs = TTFont(
                packages["roboto"] / "files" / "roboto-latin-wght-normal.woff2" if place == "roboto" else place
            )
            rules += [stand_in(family, names, theirs, made[ours], words, title) for title in TITLES[ours]]
    SHEET.write_text(
        "/* The poster face, a file for each script, and what stands in for it. Written by docs/fonts/make_fonts.py. */\n"
        "@layer fonts {\n" + "\n".join(rules) + "}\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
