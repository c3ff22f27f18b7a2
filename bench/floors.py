"""What is promised, and whether a result keeps it."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple


class Floor(NamedTuple):
    """For requests a second: at least so many times the peer's, at least this share of the web server's, a 99th
    percentile of at most so many milliseconds. For a time: at most so many times the peer's, and so many queries."""

    peer: float
    nginx: float | None = None
    p99: float | None = None
    is_time: bool = False
    queries: int | None = None

    def words(self) -> str:
        """As it is written in the table."""
        parts = [f"{'≤' if self.is_time else '≥'} {self.peer:g}x"]
        if self.nginx is not None:
            parts.append(f"≥ {self.nginx:.0%}")
        if self.p99 is not None:
            parts.append(f"≤ {self.p99:g} ms")
        if self.queries is not None:
            parts.append(f"≤ {self.queries} queries")
        return ", ".join(parts)


FLOORS = {
    "JSON detail": Floor(100, 0.20, 15),
    "find by path": Floor(100, 0.20, 15),
    "JSON list of 20 with bodies": Floor(80, 0.08, 25),
    "HTML page": Floor(100, 0.20, 15),
    "304, JSON and HTML": Floor(100, 0.20, 15),
    "full-text search": Floor(15, None, 50),
    "first HTML after a publish": Floor(1, is_time=True, queries=15),
    "first HTML of a page, ever": Floor(1, is_time=True, queries=15),
    "from approval to visible": Floor(1.5, is_time=True),
}


class Result(NamedTuple):
    """What one row measured, a number for each round: requests a second, or milliseconds where the floor `is_time`."""

    name: str
    ours: Sequence[float]
    peer: Sequence[float]
    nginx: Sequence[float] = ()
    p99: Sequence[float] = ()
    peer_p99: Sequence[float] = ()
    queries: int | None = None

    def ratios(self) -> list[float]:
        """Ours against the peer's, round by round."""
        return [mine / theirs for mine, theirs in zip(self.ours, self.peer, strict=True)]

    def shares(self) -> list[float]:
        """Ours against the web server's, round by round."""
        return [mine / theirs for mine, theirs in zip(self.ours, self.nginx, strict=True)] if self.nginx else []


def broken(result: Result) -> list[str]:
    """The parts of a row's floor that its medians do not keep, in words."""
    floor, found = FLOORS[result.name], []
    ratio = median(result.ratios())
    if ratio > floor.peer if floor.is_time else ratio < floor.peer:
        found.append(f"{ratio:.2f}x the peer's")
    if floor.nginx is not None and median(result.shares()) < floor.nginx:
        found.append(f"{median(result.shares()):.1%} of nginx")
    if floor.p99 is not None and median(result.p99) > floor.p99:
        found.append(f"p99 {median(result.p99):.1f} ms")
    if floor.queries is not None and (result.queries or 0) > floor.queries:
        found.append(f"{result.queries} queries")
    return found
