"""The picture of a shared address: a poster in the page's language. The same words always give the same bytes."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image, ImageDraw

from newsroom.translation.languages import get_language
from newsroom.web.sharing.faces import face_for, font
from newsroom.web.sharing.setting import fit

# What Open Graph's readers ask for.
WIDTH, HEIGHT = 1200, 630
# Another number when the same words make another picture.
FORMAT = 1
# As in static/css/tokens.css.
PAPER, INK, SIGNAL, ON_SIGNAL = "#f6f0e1", "#191512", "#b3260f", "#fff8ea"
_COLOURS = 48
_EDGE, _FOOT, _STRIP = 64, 100, 62
_STAR = ((0, -30), (6, -8), (30, 0), (6, 8), (0, 30), (-6, 8), (-30, 0), (-6, -8))


class Poster(NamedTuple):
    """The words of a poster: the page's title, a short line above it, the site's name below."""

    lang: str
    title: str
    kicker: str
    site: str

    @property
    def alt(self) -> str:
        """What the picture says, for people who do not see it."""
        return " · ".join(filter(None, (self.title, self.kicker, self.site)))


def draw(poster: Poster) -> bytes:
    """The poster as PNG."""
    sheet = _Sheet(poster.lang)
    # Two inks, the second a little out of register, as by hand.
    sheet.star(WIDTH - 78, 112, 226, INK)
    sheet.star(WIDTH - 90, 100, 226, SIGNAL)
    foot = HEIGHT - _FOOT
    top = 72
    if strip := sheet.width(poster.kicker.upper(), 36, most=720):
        sheet.box(0, top, _EDGE + strip + 28, _STRIP, SIGNAL)
        sheet.words(poster.kicker.upper(), ON_SIGNAL, (_EDGE, top, 720, _STRIP), range(36, 23, -2))
        top += _STRIP
    sheet.words(poster.title, INK, (_EDGE, top + 26, 1000, foot - top - 52), range(152, 47, -4))
    sheet.box(0, foot, WIDTH, _FOOT, INK)
    sheet.star(_EDGE + 24, foot + _FOOT / 2, 30, SIGNAL)
    sheet.words(poster.site, PAPER, (_EDGE + 70, foot, WIDTH - 2 * _EDGE - 70, _FOOT), range(44, 27, -4))
    file = io.BytesIO()
    sheet.image.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


class _Sheet:
    """A drawing in the direction of a language: `x` is the distance from the edge where its lines begin."""

    def __init__(self, lang: str) -> None:
        self._language = get_language(lang)
        self._is_rtl = self._language.direction == "rtl"
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def box(self, x: float, top: float, width: float, height: float, ink: str) -> None:
        left = WIDTH - x - width if self._is_rtl else x
        self._draw.rectangle((left, top, left + width - 1, top + height - 1), fill=ink)

    def star(self, x: float, y: float, radius: int, ink: str) -> None:
        """A star around a point, drawn large first: the edge of a polygon is not smooth."""
        scale = 4 * radius / 30
        stone = Image.new("L", (8 * radius, 8 * radius))
        points = [(4 * radius + scale * dx, 4 * radius + scale * dy) for dx, dy in _STAR]
        ImageDraw.Draw(stone).polygon(points, fill=255)
        stone = stone.resize((2 * radius, 2 * radius), Image.Resampling.BOX)
        middle = WIDTH - x if self._is_rtl else x
        self.image.paste(Image.new("RGB", stone.size, ink), (round(middle - radius), round(y - radius)), stone)

    def words(self, text: str, ink: str, box: tuple[float, float, float, float], sizes: range) -> None:
        """A text in the middle of a box (x, top, width, height), as large as it fits; nothing where no face has it."""
        face = face_for(text, self._language.script)
        if face is None or not text.strip():
            return
        x, top, width, height = box
        size, lines = fit(text, face, int(width), int(height), sizes)
        pitch = size * face.leading
        base = top + (height - pitch * len(lines)) / 2 + pitch * face.base
        for line in lines:
            self._draw.text(
                (WIDTH - x if self._is_rtl else x, round(base)),
                line,
                fill=ink,
                font=font(face, size),
                anchor="rs" if self._is_rtl else "ls",
                direction=self._language.direction,
                language=self._language.code,
                stroke_width=face.spread,
            )
            base += pitch

    def width(self, text: str, size: int, most: float) -> float:
        """How wide a line of text is, but for a longer one, which is set smaller; 0 where no face has it."""
        face = face_for(text, self._language.script)
        return min(most, font(face, size).getlength(text)) if face else 0
