"""What may be set: how large, how long, how often. Each is an environment variable, with a bound."""

import os
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / ".cache" / "bench"

CONNECTIONS, THREADS, WORKERS = 16, 2, 2
# The languages of both sites; our own table has the same (`newsroom/translation/languages.py`).
LOCALES = ("en", "es", "ar", "zh-hans", "vi", "ht")


class Options(NamedTuple):
    """One run: stories in each language, rounds of so many seconds, and how often what takes long is done a round."""

    pages: int
    seconds: int
    rounds: int
    trials: int
    largest: int


def from_environment() -> Options:
    """Read them. Raises ValueError for a number that is out of bounds."""
    return Options(
        pages=_number("BENCH_PAGES", 200, 40, 50_000),
        seconds=_number("BENCH_SECONDS", 5, 1, 60),
        rounds=_number("BENCH_ROUNDS", 5, 1, 50),
        trials=_number("BENCH_TRIALS", 10, 2, 100),
        largest=_number("BENCH_LARGEST", 20_000, 200, 50_000),
    )


def _number(name: str, default: int, least: int, most: int) -> int:
    number = int(os.environ.get(name) or default)
    if not least <= number <= most:
        raise ValueError(f"{name} has to be between {least} and {most}; it is {number}.")
    return number
