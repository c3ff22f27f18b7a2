"""What may be set: how large, how long, how often. Each is an environment variable, with a bound."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / ".cache" / "bench"

CONNECTIONS, THREADS, WORKERS = 16, 2, 2
# The languages of both sites; our own table has the same (`newsroom/translation/languages.py`).
_ALL = ("en", "es", "ar", "zh-hans", "vi", "ht")


def _number(name: str, default: int, least: int, most: int) -> int:
    given = os.environ.get(name) or str(default)
    if not given.isdecimal() or not least <= int(given) <= most:
        raise ValueError(f"{name} has to be between {least} and {most}; it is {given}.")
    return int(given)


# The first so many of them: a site of one language is filled six times as fast.
LOCALES = _ALL
with suppress(ValueError):  # `from_environment` says what is wrong with it.
    LOCALES = _ALL[: _number("BENCH_LANGUAGES", len(_ALL), 1, len(_ALL))]


class Options(NamedTuple):
    """One run: stories in each language, rounds of so many seconds, and how often what takes long is done a round."""

    pages: int
    seconds: int
    rounds: int
    trials: int
    largest: int


def from_environment() -> Options:
    """Read them. Raises ValueError for a number that is out of bounds."""
    _number("BENCH_LANGUAGES", len(_ALL), 1, len(_ALL))
    return Options(
        pages=_number("BENCH_PAGES", 200, 40, 50_000),
        seconds=_number("BENCH_SECONDS", 5, 1, 60),
        rounds=_number("BENCH_ROUNDS", 5, 1, 50),
        trials=_number("BENCH_TRIALS", 10, 2, 100),
        largest=_number("BENCH_LARGEST", 20_000, 200, 50_000),
    )
