"""Posters of things that people build: tables, doors, a tower. `now` runs from 0 to 1 where a film needs it to."""

from math import cos, pi, sin

from demo.scenes.posters.press import BLUE, INK, OCHRE, RED, Canvas, Pull


def long_table(now: float = 1) -> list[Pull]:
    """A long table under a rising sun; chairs come to it one by one."""

    def sun(canvas: Canvas) -> None:
        y = 520 - 200 * now
        canvas.disc(600, y, 150)
        for ray in range(24):
            angle = 2 * pi * ray / 24
            near, far = 180, 1000
            canvas.polygon(
                (600 + near * cos(angle), y + near * sin(angle)),
                (600 + far * cos(angle - 0.035), y + far * sin(angle - 0.035)),
                (600 + far * cos(angle + 0.035), y + far * sin(angle + 0.035)),
            )
        canvas.box(0, 520, 1200, 800, on=False)

    def ground(canvas: Canvas) -> None:
        canvas.polygon((0, 520), (1200, 505), (1200, 800), (0, 800))

    def furniture(canvas: Canvas) -> None:
        canvas.polygon((130, 560), (1070, 560), (1160, 630), (40, 630))
        for x in (90, 420, 780, 1100):
            canvas.box(x, 630, x + 18, 770)
        for number in range(round(8 * now)):
            _chair(canvas, 165 + number * 118, 395, number)

    return [Pull(OCHRE, ground), Pull(RED, sun), Pull(BLUE, furniture)]


def _chair(canvas: Canvas, x: float, y: float, kind: int) -> None:
    """The back of a chair behind the table; no two neighbours have the same."""
    canvas.line((x, y), (x, y + 165), width=11)
    canvas.line((x + 62, y), (x + 62, y + 165), width=11)
    if kind % 4 == 0:
        for step in range(3):
            canvas.line((x, y + 20 + step * 34), (x + 62, y + 20 + step * 34), width=12)
    elif kind % 4 == 1:
        canvas.disc(x + 31, y + 34, 38)
        canvas.disc(x + 31, y + 34, 17, on=False)
    elif kind % 4 == 2:
        canvas.polygon((x - 4, y + 90), (x - 4, y - 6), (x + 31, y - 34), (x + 66, y - 6), (x + 66, y + 90))
    else:
        canvas.line((x, y), (x + 62, y), width=16)
        for bar in (16, 31, 46):
            canvas.line((x + bar, y), (x + bar, y + 100), width=6)


def two_tables(now: float = 1) -> list[Pull]:
    """Two tables of different heights, hands over the gap, a bowl on its way."""

    def wall(canvas: Canvas) -> None:
        canvas.box(0, 0, 1200, 640)
        for x in range(-100, 1300, 200):
            canvas.disc(x + 100, 90, 70, on=False)

    def tables(canvas: Canvas) -> None:
        canvas.box(60, 520, 610, 560)
        canvas.box(590, 470, 1140, 510)
        for x, top in ((110, 560), (540, 560), (650, 510), (1060, 510)):
            canvas.box(x, top, x + 30, 760)

    def hands(canvas: Canvas) -> None:
        canvas.line((60, 330), (300, 430), (500, 400), width=64)
        canvas.line((1140, 250), (900, 370), (700, 395), width=64)
        for side, x in ((1, 520), (-1, 680)):
            for finger in range(4):
                canvas.line((x, 385 + finger * 17), (x + side * 52, 378 + finger * 19), width=15)

    def bowl(canvas: Canvas) -> None:
        canvas.polygon((505, 385), (695, 385), (655, 452), (545, 452))
        for steam in (560, 600, 640):
            canvas.line(*[(steam + 9 * sin(step), 365 - step * 17) for step in range(8)], width=7)

    return [Pull(OCHRE, wall), Pull(BLUE, tables), Pull(RED, hands), Pull(INK, bowl)]


def three_doors(now: float = 0.5) -> list[Pull]:
    """Three doors that open one after the other."""
    opened = [0.0, 0.45, 1.0] if now == 0.5 else [min(1, max(0, 3 * now - number)) for number in range(3)]
    places = [(110 + number * 360, share) for number, share in enumerate(opened)]

    def light(canvas: Canvas) -> None:
        for x, share in places:
            if share:
                canvas.box(x, 150, x + 260, 640)
                canvas.polygon((x, 640), (x + 260, 640), (x + 260 + 150 * share, 800), (x - 150 * share, 800))

    def field(canvas: Canvas) -> None:
        for x, share in places:
            if share > 0.9:
                canvas.polygon((x, 500), (x + 90, 450), (x + 180, 485), (x + 260, 440), (x + 260, 640), (x, 640))

    def door(number: int):
        def draw(canvas: Canvas) -> None:
            x, share = places[number]
            width = 260 * (1 - 0.78 * share)
            lean = 60 * share
            canvas.polygon((x, 150), (x + width, 150 + lean), (x + width, 640 + lean), (x, 640))
            if share < 0.9:
                for top in (200, 420):
                    canvas.box(x + 40, top + lean / 2, x + width - 40, top + 160 + lean / 2, on=False)
                canvas.disc(x + width - 22, 410 + lean, 10, on=False)

        return draw

    def frames(canvas: Canvas) -> None:
        for x, _share in places:
            canvas.line((x - 14, 645), (x - 14, 136), (x + 274, 136), (x + 274, 645), width=22)
        canvas.line((0, 648), (1200, 648), width=9)

    inks = zip((RED, OCHRE, BLUE), range(3), strict=True)
    return [
        Pull(OCHRE, light),
        Pull(BLUE, field),
        *[Pull(ink, door(number)) for ink, number in inks],
        Pull(INK, frames),
    ]


def tower(now: float = 0) -> list[Pull]:
    """A tower in the dark. One window is lit, then all; a thread leads down to a hand."""
    windows = [(460 + column * 74, 110 + row * 78) for row in range(7) for column in range(4)]
    windows.sort(key=lambda place: abs(place[0] - 608) + abs(place[1] - 266))
    lit = windows[: max(1, round(len(windows) * now))]

    def night(canvas: Canvas) -> None:
        canvas.box(0, 0, 1200, 800)
        for star in range(26):
            canvas.disc((star * 379) % 1200, (star * 211) % 420, 3 + star % 3, on=False)
        spare(canvas)

    def building(canvas: Canvas) -> None:
        canvas.box(430, 60, 774, 700)
        canvas.box(400, 690, 804, 720)
        for x, y in windows:
            canvas.box(x, y, x + 44, y + 50, on=False)
        thread(canvas, width=9, on=False)

    def dark(canvas: Canvas) -> None:
        for x, y in windows[len(lit) :]:
            canvas.box(x + 3, y + 3, x + 41, y + 47)
        canvas.polygon((0, 720), (1200, 705), (1200, 800), (0, 800))
        hand(canvas, on=False)

    def thread(canvas: Canvas, width: float = 7, on: bool = True) -> None:
        x, y = lit[0]
        canvas.line((x + 22, y + 30), (x + 120, y + 260), (x + 240, y + 390), (955, 640), width=width, on=on)

    def hand(canvas: Canvas, on: bool = True) -> None:
        canvas.line((1120, 800), (1010, 680), width=66, on=on)
        for finger in range(4):
            canvas.line((995 + finger * 14, 668 - finger * 6), (940 + finger * 26, 628 - finger * 15), width=17, on=on)
        canvas.line((1010, 700), (948, 690), width=18, on=on)

    def spare(canvas: Canvas) -> None:
        """What shines is paper: no dark ink may lie over it."""
        for x, y in lit:
            canvas.box(x, y, x + 44, y + 50, on=False)
        thread(canvas, width=9, on=False)
        hand(canvas, on=False)

    def glow(canvas: Canvas) -> None:
        for x, y in lit:
            canvas.box(x, y, x + 44, y + 50)

    bright = lambda canvas: (glow(canvas), hand(canvas))  # noqa: E731
    return [Pull(BLUE, night), Pull(INK, building), Pull(INK, dark), Pull(OCHRE, bright), Pull(RED, thread)]


def circle_of_offices(now: float = 1) -> list[Pull]:
    """Eight desks in a circle, each pointing to the next; somebody with a form in the middle."""
    places = [(600 + 430 * cos(2 * pi * n / 8 - pi / 2), 400 + 290 * sin(2 * pi * n / 8 - pi / 2)) for n in range(8)]

    def floor(canvas: Canvas) -> None:
        canvas.disc(600, 400, 590, squash=0.66)
        canvas.disc(600, 400, 270, on=False, squash=0.62)

    def desks(canvas: Canvas) -> None:
        for x, y in places:
            canvas.box(x - 64, y - 20, x + 64, y + 6)
            canvas.box(x - 54, y + 6, x - 40, y + 52)
            canvas.box(x + 40, y + 6, x + 54, y + 52)
            canvas.box(x - 24, y - 58, x + 24, y - 20)

    def arrows(canvas: Canvas) -> None:
        for n in range(8):
            angle = 2 * pi * (n + 0.5) / 8 - pi / 2
            x, y = 600 + 430 * cos(angle), 400 + 290 * sin(angle)
            along = (-sin(angle) * 1.0, cos(angle) * 0.68)
            across = (cos(angle), sin(angle))
            canvas.line((x - 34 * along[0], y - 34 * along[1]), (x + 20 * along[0], y + 20 * along[1]), width=14)
            canvas.polygon(
                (x + 52 * along[0], y + 52 * along[1]),
                (x + 14 * along[0] + 26 * across[0], y + 14 * along[1] + 26 * across[1]),
                (x + 14 * along[0] - 26 * across[0], y + 14 * along[1] - 26 * across[1]),
            )

    def visitor(canvas: Canvas) -> None:
        canvas.disc(600, 322, 34)
        canvas.polygon((560, 362), (640, 362), (656, 500), (544, 500))
        canvas.line((636, 390), (690, 420), width=22)
        canvas.box(682, 372, 742, 450)

    return [Pull(OCHRE, floor), Pull(BLUE, desks), Pull(RED, arrows), Pull(INK, visitor)]
