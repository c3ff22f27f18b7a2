"""How we grow: the same questions of larger and larger sites. What is flat stays flat; the rest is the curve."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from statistics import median
from urllib.parse import quote, urlencode

import psutil
import psycopg

from bench import measuring, prose, questions, report
from bench.measuring import CHANGE, timed
from bench.options import FOLDER, LOCALES, REPOSITORY, Options
from bench.questions import Address, Client
from bench.services import Site
from bench.sites import Sites, make
from bench.wrk import ask
from demo.console import say
from demo.services.processes import Child

SIZES = (200, 2_000, 20_000)
# Stories that are asked for, of each size the same number.
SAMPLE = 1_200
# Words that most stories of a language have.
COMMON = {"en": "jail", "es": "vecinos", "ar": "جيران", "zh-hans": "监狱", "vi": "hàng xóm", "ht": "prizon"}

_ACTIVE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
"""

Curve = dict[str, str]


def run(options: Options, target: str) -> None:
    """Measure every size up to the largest that is asked for, and print the curve."""
    sizes = [size for size in SIZES if size <= options.largest]
    curves = {}
    for size in sizes:
        with ExitStack() as running:
            sites = make(size, running)
            curves[size] = _measure(sites, options._replace(pages=size))
            say(f"{size}: {json.dumps(curves[size])}")
    text = report.growth(curves, options)
    print(f"\n{text}")
    (FOLDER / "growth.md").write_text(text)
    if target:
        (REPOSITORY / target).write_text(text)


def _measure(sites: Sites, options: Options) -> Curve:
    stories = questions.addresses(sites, options.pages)
    stories = stories[:: max(1, len(stories) // SAMPLE)]
    curve: Curve = {}
    curve |= _kept(sites, stories, options)
    curve |= _made_anew(sites, stories, options)
    curve |= _searches(sites, options)
    published = measuring.measure_publishing(sites, stories, options._replace(rounds=1))
    curve["approval to visible, ms"] = f"{published.ours[0]:.0f}"
    curve["the same, stock's"] = f"{published.peer[0]:.0f}"
    curve["largest process of ours, MB"] = f"{max(_sizes(sites.servers[0])):.0f}"
    return curve


def _kept(sites: Sites, stories: list[Address], options: Options) -> Curve:
    port = sites.ours.port
    paths = {
        "detail, requests a second": [f"/api/v1/pages/{each.ours}/" for each in stories],
        "find by path, requests a second": [f"/api/v1/pages/find/?path={quote(each.path)}" for each in stories],
        "HTML, requests a second": [each.path for each in stories],
    }  # fmt: skip
    curve = {}
    for name, lines in paths.items():
        questions.check(port, lines, 200, most=len(lines))  # Which keeps them.
        found = ask(port, lines, options.seconds)
        curve[name] = f"{found.rate:,.0f} (p99 {found.p99:.1f} ms)"
    return curve


def _made_anew(sites: Sites, stories: list[Address], options: Options) -> Curve:
    """Medians of single answers, none of which is kept: each is of a new generation."""
    ours, peer = Client(sites.ours.port), Client(sites.peer.port)
    deep = max(0, int(options.pages * 0.9) - 20)
    asked = {
        "first HTML, ms": [story.path for story in islice(stories, 0, None, max(1, len(stories) // options.trials))],
        "list, first window, ms": list(_windows(ours, options, 0)),
        "list, deep, by cursor, ms": list(_windows(ours, options, deep)),
        "list, deep, by offset, ms": list(_windows(ours, options, deep, by_cursor=False)),
        "sitemap-en.xml, ms": ["/sitemap-en.xml"] * options.trials,
        "feed, ms": [f"/{locale}/feed.atom" for locale in LOCALES] * 2,
    }
    curve = {}
    with psycopg.connect(sites.ours.environment["DATABASE_URL"], autocommit=True) as connection:
        for name, paths in asked.items():
            times = []
            for path in paths:
                connection.execute(CHANGE)
                times.append(timed(ours, path))
            curve[name] = f"{median(times):.0f}"
    of_peer = {"type": "article.ArticlePage", "fields": "*", "limit": 20, "offset": deep}
    times = [
        timed(peer, f"/api/v2/pages/?{urlencode({**of_peer, 'locale': LOCALES[turn % len(LOCALES)]})}")
        for turn in range(options.trials)
    ]
    curve["stock's list, deep, ms"] = f"{median(times):.0f}"
    curve["stock's sitemap, ms"] = f"{timed(peer, '/sitemap.xml'):.0f}"
    return curve


def _windows(ours: Client, options: Options, offset: int, *, by_cursor: bool = True) -> Iterator[str]:
    """Addresses of windows of 20, one in each language by turns, that begin about here."""
    for turn in range(options.trials):
        query = {"type": "campaign_story", "locale": LOCALES[turn % len(LOCALES)], "limit": 20}
        here = f"/api/v1/pages/?{urlencode({**query, 'offset': max(0, offset - turn)})}"
        if offset == 0:
            yield f"/api/v1/pages/?{urlencode(query)}"
        elif by_cursor:
            yield f"/api/v1/pages/?{urlencode(query)}&cursor={quote(ours.json(here)['meta']['next_cursor'])}"
        else:
            yield here


def _searches(sites: Sites, options: Options) -> Curve:
    """Words that one story has, and words that most of them have."""
    rare = [
        (LOCALES[number % len(LOCALES)], prose.story(LOCALES[number % len(LOCALES)], number % options.pages).place)
        for number in range(min(3_000, options.pages * len(LOCALES)))
    ]
    common = [(locale, COMMON[locale]) for locale in LOCALES]
    curve = {}
    for name, words in (("a rare word", rare), ("a common word", common)):
        for side, port, address in (
            ("", sites.ours.port, questions.search_of_ours),
            ("stock's ", sites.peer.port, questions.search_of_peer),
        ):
            lines = [address(*asked) for asked in words]
            found = ask(port, lines, options.seconds)
            _let_finish(sites.peer)
            curve[f"{side}search of {name}, requests a second"] = f"{found.rate:,.1f} (p99 {found.p99:.0f} ms)"
    return curve


def _let_finish(peer: Site) -> None:
    """Wait until the peer is at rest: its searches of a large site take seconds, and go on when nobody waits."""
    at_rest, deadline = 0, time.monotonic() + 120
    with psycopg.connect(peer.environment["DATABASE_URL"], autocommit=True) as connection:
        while at_rest < 10 and time.monotonic() < deadline:
            (active,) = connection.execute(_ACTIVE).fetchone() or (0,)
            at_rest = 0 if active else at_rest + 1
            time.sleep(0.1)


def _sizes(server: Child) -> list[float]:
    """The memory of each process of a server, in MB."""
    leader = psutil.Process(server.pid)
    return [process.memory_info().rss / 2**20 for process in (leader, *leader.children(recursive=True))]
