"""Posters of things that move and grow: keys, birds, a tree, steam, a river. `now` runs from 0 to 1 in a film."""

from math import cos, pi, sin

from demo.scenes.posters.press import BLUE, INK, OCHRE, RED, Canvas, Pull


def keys(now: float = 1) -> list[Pull]:
    """A ring with seven keys; one of them has grown leaves."""
    centre = (600, 250)

    def ground(canvas: Canvas) -> None:
        canvas.disc(600, 400, 372)

    def ring(canvas: Canvas) -> None:
        canvas.disc(*centre, 150)
        canvas.disc(*centre, 122, on=False)

    def one(canvas: Canvas, number: int) -> tuple[float, float]:
        angle = pi * (0.14 + 0.72 * number / 6)
        x, y = centre[0] + 136 * cos(angle), centre[1] + 136 * sin(angle)
        tip = (x + 330 * cos(angle), y + 330 * sin(angle))
        canvas.disc(x + 34 * cos(angle), y + 34 * sin(angle), 42)
        canvas.disc(x + 26 * cos(angle), y + 26 * sin(angle), 17, on=False)
        canvas.line((x + 60 * cos(angle), y + 60 * sin(angle)), tip, width=20)
        for step in (250, 290, 326):
            start = (x + step * cos(angle), y + step * sin(angle))
            canvas.line(start, (start[0] - 42 * sin(angle), start[1] + 42 * cos(angle)), width=18)
        return x, y

    def plain(canvas: Canvas) -> None:
        for number in (0, 1, 2, 4, 5, 6):
            one(canvas, number)

    def grown(canvas: Canvas) -> None:
        x, y = one(canvas, 3)
        for side in (-1, 1):
            for step in (120, 190, 250):
                canvas.polygon(
                    (x, y + step), (x + side * 50, y + step - 48), (x + side * 104, y + step - 34),
                    (x + side * 58, y + step + 10),
                )  # fmt: skip

    return [Pull(OCHRE, ground), Pull(BLUE, plain), Pull(INK, ring), Pull(RED, grown)]


def _bird(canvas: Canvas, x: float, y: float, size: float, part: str) -> None:
    """A folded bird: its wings are one ink, its body another, the lines of the form a third."""
    at = lambda dx, dy: (x + dx * size, y + dy * size)  # noqa: E731
    if part == "wings":
        canvas.polygon(at(-20, 10), at(30, -150), at(95, 0))
        canvas.polygon(at(0, 16), at(-70, -120), at(60, 14))
    elif part == "body":
        canvas.polygon(at(-150, -20), at(-20, 20), at(95, 0), at(170, -50), at(60, 60))
        canvas.polygon(at(-150, -20), at(-196, 6), at(-132, 4))
    else:
        for step in range(4):
            canvas.line(at(22 + step * 4, -100 + step * 26), at(44 + step * 12, -96 + step * 26), width=6 * size)


def paper_birds(now: float = 0.62) -> list[Pull]:
    """Birds folded from forms rise from behind a wall, one after the other."""
    ends = ((300, 210, 1.15), (640, 330, 0.95), (930, 170, 0.8))
    flown = [(x, y - 700 * max(0, now - 0.85) + 460 * max(0, 0.6 - now + 0.12 * n), size)
             for n, (x, y, size) in enumerate(ends)]  # fmt: skip
    top = 520 + 300 * max(0, now - 0.8)

    def sky(canvas: Canvas) -> None:
        canvas.box(0, 0, 1200, 800)
        for band in range(5):
            canvas.line((0, 110 + band * 96), (1200, 70 + band * 96), width=7, on=False)

    def birds(part: str):
        def draw(canvas: Canvas) -> None:
            for x, y, size in flown:
                _bird(canvas, x, y, size, part)
            canvas.box(0, top, 1200, 800, on=False)

        return draw

    def wall(canvas: Canvas) -> None:
        canvas.box(0, top, 1200, 800)
        for row in range(6):
            y = top + row * 54
            canvas.line((0, y), (1200, y), width=7, on=False)
            for column in range(-1, 11):
                x = column * 124 + (62 if row % 2 else 0)
                canvas.line((x, y), (x, y + 54), width=7, on=False)

    return [
        Pull(OCHRE, sky),
        Pull(RED, birds("wings")),
        Pull(BLUE, birds("body")),
        Pull(INK, birds("lines")),
        Pull(INK, wall),
    ]


def shoe_box(now: float = 1) -> list[Pull]:
    """A shoe box full of papers, out of which an orange tree grows."""
    fruit = [(430, 250), (520, 170), (620, 220), (720, 160), (790, 260), (560, 310), (690, 310)]

    def crown(canvas: Canvas) -> None:
        for x, y, radius in ((480, 260, 130), (600, 190, 150), (730, 250, 135), (600, 300, 140)):
            canvas.disc(x, y, radius)
        for x, y in fruit:
            canvas.disc(x, y, 33, on=False)

    def oranges(canvas: Canvas) -> None:
        for x, y in fruit:
            canvas.disc(x, y, 29)

    def box(canvas: Canvas) -> None:
        canvas.polygon((300, 590), (900, 590), (860, 770), (340, 770))
        for step in range(4):
            canvas.line((350 + step * 8, 630 + step * 36), (850 - step * 8, 630 + step * 36), width=5, on=False)

    def trunk(canvas: Canvas) -> None:
        canvas.polygon((575, 600), (630, 600), (618, 360), (588, 360))
        canvas.line((600, 470), (520, 380), width=18)
        canvas.line((606, 440), (700, 370), width=18)
        for number in range(9):
            x = 330 + number * 62
            if abs(x - 590) > 50:
                canvas.polygon(
                    (x, 590), (x + 12, 505 - number % 3 * 18), (x + 52, 512 - number % 3 * 18), (x + 48, 590)
                )
                for step in range(3):
                    canvas.line((x + 18, 530 + step * 17), (x + 42, 531 + step * 17), width=4, on=False)

    return [Pull(BLUE, crown), Pull(OCHRE, oranges), Pull(RED, box), Pull(INK, trunk)]


def kitchen(now: float = 1) -> list[Pull]:
    """A pot on a fire; its steam becomes a bird, which leaves when `now` goes beyond 1."""
    lift, grown, heat = 220 * (now - 1), min(1, now), 1 / max(1, now)

    def fire(canvas: Canvas) -> None:
        for number in range(9):
            x = 380 + number * 54
            height = (90 + 34 * (number % 3)) * heat
            canvas.polygon((x - 34, 790), (x, 790 - height), (x + 34, 790))

    def pot(canvas: Canvas) -> None:
        canvas.polygon((360, 440), (840, 440), (800, 690), (400, 690))
        canvas.box(330, 424, 870, 456)
        canvas.line((330, 500), (280, 500), (280, 570), (352, 570), width=22)
        canvas.line((870, 500), (920, 500), (920, 570), (848, 570), width=22)

    def ladles(canvas: Canvas) -> None:
        canvas.line((470, 440), (800, 190), width=20)
        canvas.line((730, 440), (400, 190), width=20)
        canvas.disc(470, 430, 46)
        canvas.disc(730, 430, 46)
        canvas.box(330, 440, 870, 520, on=False)

    def steam(canvas: Canvas) -> None:
        for part in ("wings", "body"):
            _bird(canvas, 600, 228 - lift, 0.6 + 0.8 * grown, part)
        for x in (540, 600, 660):
            canvas.line(*[(x + 14 * sin(step + x), 400 - step * 18) for step in range(6)], width=12)

    return [Pull(OCHRE, fire), Pull(BLUE, steam), Pull(INK, ladles), Pull(RED, pot)]


def river_pattern(now: float = 0) -> list[Pull]:
    """Waves, as a pattern for the end of a sheet."""

    def waves(shift: float, every: int):
        def draw(canvas: Canvas) -> None:
            for row in range(9):
                if row % 3 == every:
                    y = 60 + row * 90
                    canvas.line(*[(x, y + 26 * sin(x / 90 + shift + row)) for x in range(-20, 1240, 20)], width=44)

        return draw

    return [Pull(BLUE, waves(0, 0)), Pull(OCHRE, waves(1, 1)), Pull(RED, waves(2, 2))]
