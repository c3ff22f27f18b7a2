"""The demo's pictures, printed from code when the demo is seeded: ours, and no file to keep."""

import io

from demo.scenes.posters import rooms, signs
from demo.scenes.posters.press import HEIGHT, WIDTH, print_by_hand

POSTERS = {
    "long-table": rooms.long_table,
    "two-tables": rooms.two_tables,
    "three-doors": rooms.three_doors,
    "tower": rooms.tower,
    "circle-of-offices": rooms.circle_of_offices,
    "keys": signs.keys,
    "paper-birds": signs.paper_birds,
    "shoe-box": signs.shoe_box,
    "kitchen": signs.kitchen,
    "river-pattern": signs.river_pattern,
}
# What has to stay in view where a poster is cropped, in its own 1200 by 800; the others have it in their middle.
FOCUS = {"long-table": (600, 320), "tower": (640, 290), "paper-birds": (580, 260), "keys": (600, 480)}
# Squares to share, by the name of their file: each is cut from a poster.
GRAPHICS = {"one-lamp": "tower", "paper-birds": "paper-birds"}


def print_poster(name: str, *, square: bool = False) -> bytes:
    """A poster as a JPEG of 1200 by 800 pixels, or its middle as a PNG of 800 by 800."""
    sheet, file = print_by_hand(POSTERS[name]()), io.BytesIO()
    if square:
        edge = (WIDTH - HEIGHT) // 2
        sheet = sheet.crop((edge, 0, edge + HEIGHT, HEIGHT)).quantize(32)
    sheet.save(file, "PNG" if square else "JPEG", quality=88)
    return file.getvalue()
