"""What came out, as a page of Markdown."""

import datetime
import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median

from bench.floors import FLOORS, Result, broken
from bench.options import CONNECTIONS, LOCALES, REPOSITORY, THREADS, WORKERS, Options

# What else the machine was doing. Figures of a machine that was not at rest are worth little, ratios somewhat more.
LOAD_BEFORE = os.getloadavg()[0]
_NOTES = """
- **Stock Wagtail** answers `find/` with a redirect to the detail, so its detail is what our find is held against. It
  has no entity tags, so its whole answer is what our 304 is held against. Its lists have `fields=*`, by offset.
- **Ours** answers an anonymous reader from memory under a lease of 5 ms (decision 0029), else from what is kept in
  PostgreSQL, which the same statement checks, and plain searches with one statement. The first request after a publish,
  and every other search, go through Django. Most pages say the same then as before, and are not rendered again; a page
  that nobody asked for since the release ("ever") is. Its approval is held against an approval in stock Wagtail's own
  workflow.
- **nginx** has our own bytes as files, two workers, `sendfile` and its cache of open files. Nothing is compressed.
- **Ratios** are of the same round, ours against theirs: the median, and in brackets the least and the most.
"""


def page(results: list[Result], options: Options, command: str) -> str:
    """The whole report."""
    lines = [
        "# Benchmarks",
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, `{command}`, {_machine()}.",
        f"Code {_commit()}, {_versions()}.",
        "",
        f"{options.pages} stories in each of {len(LOCALES)} languages on both sides, {WORKERS} processes each, `wrk` "
        f"with {CONNECTIONS} connections and {THREADS} threads, {options.rounds} rounds of {options.seconds} s, ours, "
        "stock and nginx by turns.",
        "",
        "| Requests a second | ours | stock | nginx | ours / stock | ours / nginx | p99 (stock's) | floor | kept |",
        "|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [_rates(result) for result in results if not FLOORS[result.name].is_time]
    lines += [
        "",
        "| Milliseconds | ours | stock | ours / stock | queries | floor | kept |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_times(result) for result in results if FLOORS[result.name].is_time]
    return "\n".join([*lines, _NOTES])


def growth(curves: dict[int, dict[str, str]], options: Options) -> str:
    """The curve: a line for what was asked, a column for each size."""
    sizes = list(curves)
    lines = [
        "# Growth",
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, `make bench-growth`, {_machine()}.",
        f"Code {_commit()}, {_versions()}. Rounds of {options.seconds} s. Milliseconds are medians; nothing was kept.",
        "",
        _row(f"stories in each of {len(LOCALES)} languages", *(f"{size:,}" for size in sizes)),
        _row(*["---"] * (len(sizes) + 1)),
    ]
    lines += [_row(name, *(curves[size][name] for size in sizes)) for name in curves[sizes[0]]]
    return "\n".join([*lines, ""])


def _rates(result: Result) -> str:
    shares = _spread(result.shares(), ".1%") if result.nginx else "-"
    p99 = f"{median(result.p99):.1f} ms ({median(result.peer_p99):.0f} ms)"
    return _row(
        result.name, _spread(result.ours, ",.0f"), _spread(result.peer, ",.0f"),
        _spread(result.nginx, ",.0f") if result.nginx else "-", f"{_spread(result.ratios(), '.1f')}x", shares, p99,
        FLOORS[result.name].words(), _kept(result),
    )  # fmt: skip


def _times(result: Result) -> str:
    return _row(
        result.name, _spread(result.ours, ".1f"), _spread(result.peer, ".1f"), f"{_spread(result.ratios(), '.2f')}x",
        "-" if result.queries is None else str(result.queries), FLOORS[result.name].words(), _kept(result),
    )  # fmt: skip


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _kept(result: Result) -> str:
    found = broken(result)
    return f"**no**: {', '.join(found)}" if found else "yes"


def _spread(numbers: Sequence[float], form: str) -> str:
    return f"{median(numbers):{form}} ({min(numbers):{form}}–{max(numbers):{form}})"


def _machine() -> str:
    with open("/proc/cpuinfo") as cpus:
        names = [line.partition(":")[2].strip() for line in cpus if line.startswith("model name")]
    return (
        f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), load {LOAD_BEFORE:.1f} before it began"
    )


def _commit() -> str:
    command = ["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "without a commit"


def _versions() -> str:
    packages = ", ".join(f"{name} {version(name.lower())}" for name in ("Wagtail", "Django", "Granian", "psycopg"))
    nginx = subprocess.run(["/usr/sbin/nginx", "-v"], capture_output=True, text=True, check=False).stderr
    return f"{packages}, Python {platform.python_version()}, {nginx.strip().rpartition(': ')[2]}"
