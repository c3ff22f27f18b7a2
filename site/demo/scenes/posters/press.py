"""A small print workshop: flat inks, pulled one over the other, never quite in register, with the grain of paper."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

PAPER = (250, 243, 226)
RED, OCHRE, BLUE, INK = (214, 62, 44), (242, 172, 58), (50, 98, 148), (40, 36, 46)
WIDTH, HEIGHT = 1200, 800


class Pull(NamedTuple):
    """One ink on one stone. `draw` gets a canvas of 1200 by 800 units and draws what takes ink."""

    ink: tuple[int, int, int]
    draw: Callable[["Canvas"], None]


class Canvas:
    """Drawing in units of 1200 by 800, whatever the size of the print. `on` takes ink, off leaves paper."""

    def __init__(self, width: int) -> None:
        self.scale = width / WIDTH
        self.image = Image.new("L", (width, round(width * HEIGHT / WIDTH)))
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, *points: tuple[float, float], on: bool = True) -> None:
        self._draw.polygon([self._at(point) for point in points], fill=255 * on)

    def box(self, left: float, top: float, right: float, bottom: float, on: bool = True) -> None:
        self.polygon((left, top), (right, top), (right, bottom), (left, bottom), on=on)

    def disc(self, x: float, y: float, radius: float, on: bool = True, squash: float = 1) -> None:
        corners = [self._at((x - radius, y - radius * squash)), self._at((x + radius, y + radius * squash))]
        self._draw.ellipse([value for corner in corners for value in corner], fill=255 * on)

    def line(self, *points: tuple[float, float], width: float = 10, on: bool = True) -> None:
        """A line with round ends and corners."""
        placed = [self._at(point) for point in points]
        self._draw.line(placed, fill=255 * on, width=max(1, round(width * self.scale)), joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, on=on)

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * self.scale, point[1] * self.scale


def print_by_hand(pulls: Sequence[Pull], width: int = WIDTH) -> Image.Image:
    """Pull each ink over the paper; where two meet they darken each other, as inks do."""
    sheet = _paper(width, round(width * HEIGHT / WIDTH)).copy()
    for number, pull in enumerate(pulls):
        canvas = Canvas(width)
        pull.draw(canvas)
        slip = round((number % 3 - 1) * 3 * canvas.scale)
        stone = ImageChops.offset(_worn(canvas.image, number), slip, -slip)
        printed = ImageChops.multiply(sheet, Image.new("RGB", sheet.size, pull.ink))
        sheet.paste(printed, mask=stone)
    return sheet


def _worn(stone: Image.Image, number: int) -> Image.Image:
    """Edges that the knife left rough, and specks where the ink did not take."""
    soft = stone.filter(ImageFilter.BoxBlur(stone.width / 400))
    grain = ImageChops.offset(_grain(*stone.size), 331 * number, 127 * number)
    rough = ImageChops.add(soft, grain, scale=1, offset=-128).point(lambda value: 255 if value > 112 else 0)
    return rough.filter(ImageFilter.BoxBlur(stone.width / 2400))


@lru_cache(maxsize=2)
def _grain(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 56)


@lru_cache(maxsize=2)
def _paper(width: int, height: int) -> Image.Image:
    """Cheap paper is never quite even."""
    noise = Image.effect_noise((width, height), 16).filter(ImageFilter.BoxBlur(1))
    shade = noise.point(lambda value: min(255, 250 + (value - 128) // 2))
    return ImageChops.multiply(Image.new("RGB", (width, height), PAPER), Image.merge("RGB", [shade] * 3))
