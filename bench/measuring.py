"""Rounds: each asks ours, the peer and the web server one after the other, so that whatever else the machine does
meets all three."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from statistics import median

import psycopg

from bench import questions
from bench.floors import Result
from bench.options import REPOSITORY, Options
from bench.questions import Address, Client, Plan, Question
from bench.refusals import Failed, Missing
from bench.services import Site
from bench.sites import Sites
from bench.wrk import Round, ask
from demo.console import say

# What readers could notice, so that nothing that is kept, or that a process remembers, may be given any more.
CHANGE = """
    UPDATE wagtailcore_page SET last_published_at = now()
    WHERE id = (SELECT min(id) FROM wagtailcore_page WHERE live AND depth > 1)
"""
FORGET = "DELETE FROM web_publisheddocument"
FIRST_AFTER, FIRST_EVER = "first HTML after a publish", "first HTML of a page, ever"
# More than either side can answer; `walk.lua` fails the run if it was not enough.
MOST_SEARCHES = {"ours": 25_000, "peer": 2_000}


def measure_questions(sites: Sites, plan: Plan, nginx: int, options: Options) -> list[Result]:
    """Everything that is published, kept and answered again."""
    asked = [_tagged(question, nginx) for question in plan.questions]
    for question in asked:
        questions.check(sites.ours.port, question.ours, question.status)
        questions.check(sites.peer.port, question.peer, 200)
        questions.check(nginx, question.nginx, question.status)
    found: dict[tuple[str, str], list[Round]] = {}
    for number in range(options.rounds):
        say(f"Round {number + 1} of {options.rounds}: pages and lists")
        for question in asked:
            for name, port, lines in (
                ("ours", sites.ours.port, question.ours),
                ("peer", sites.peer.port, question.peer),
                ("nginx", nginx, question.nginx),
            ):
                found.setdefault((question.name, name), []).append(ask(port, lines, options.seconds))
            rates = [f"{found[question.name, name][-1].rate:,.0f}" for name in ("ours", "peer", "nginx")]
            say(f"  {question.name}: {' / '.join(rates)} a second")
    return [
        _result(question.name, *(found[question.name, side] for side in ("ours", "peer", "nginx")))
        for question in asked
    ]


def measure_search(sites: Sites, options: Options) -> Result:
    """Full-text search, no question of which is asked twice in the whole run."""
    words = questions.searches(options.pages)
    ours, peer = [], []
    for number in range(options.rounds):
        say(f"Round {number + 1} of {options.rounds}: search")
        lines = _searches(words, options.seconds * MOST_SEARCHES["ours"], "ours")
        ours.append(ask(sites.ours.port, lines, options.seconds, once=True))
        lines = _searches(words, options.seconds * MOST_SEARCHES["peer"], "peer")
        peer.append(ask(sites.peer.port, lines, options.seconds, once=True))
    return _result("full-text search", ours, peer, [])


def measure_cold(sites: Sites, stories: list[Address], options: Options) -> list[Result]:
    """The first HTML of a page after something was published: nothing that is kept may be given any more. Most pages
    were asked for before and say the same now; for the others nothing is there at all."""
    measured = []
    mine, theirs = Client(sites.ours.port), Client(sites.peer.port)
    queries = int(
        _run(sites.ours, "bench.ours.cold", "\n".join(story.path for story in _chosen(stories, options.trials, 0)))
    )
    with psycopg.connect(sites.ours.environment["DATABASE_URL"], autocommit=True) as connection:
        for name, was_asked_for in ((FIRST_AFTER, True), (FIRST_EVER, False)):
            ours, peer = [], []
            for number in range(options.rounds):
                times: tuple[list[float], list[float]] = ([], [])
                for story in _chosen(stories, options.trials, number):
                    if was_asked_for:
                        timed(mine, story.path)
                    else:
                        connection.execute(FORGET)
                    connection.execute(CHANGE)
                    times[0].append(timed(mine, story.path))
                    times[1].append(timed(theirs, story.path))
                ours.append(median(times[0]))
                peer.append(median(times[1]))
            measured.append(Result(name, ours, peer, queries=queries))
    return measured


def measure_publishing(sites: Sites, stories: list[Address], options: Options) -> Result:
    """From the moment that somebody approves to the end of the next request, which has to have the new words."""
    ours, peer = [], []
    for number in range(options.rounds):
        say(f"Round {number + 1} of {options.rounds}: publishing")
        chosen = _chosen(stories, options.trials + 1, number)
        for site, found in ((sites.ours, ours), (sites.peer, peer)):
            ids = [story.ours if site is sites.ours else story.peer for story in chosen]
            lines = [f"{page}\t{story.path}" for page, story in zip(ids, chosen, strict=True)]
            times = json.loads(_run(site, f"bench.{site.name}.publishing", "\n".join([str(site.port), *lines])))
            found.append(sorted(times)[len(times) // 2])
    return Result("from approval to visible", ours, peer)


def _tagged(question: Question, nginx: int) -> Question:
    """The same; where the client has the bytes already, with the web server's own tags for the web server."""
    return question._replace(nginx=questions.with_tags(nginx, question.nginx)) if question.status == 304 else question


def _result(name: str, ours: list[Round], peer: list[Round], nginx: list[Round]) -> Result:
    return Result(
        name,
        [found.rate for found in ours],
        [found.rate for found in peer],
        [found.rate for found in nginx],
        [found.p99 for found in ours],
        [found.p99 for found in peer],
    )


def _searches(words: Iterator[tuple[str, str]], number: int, side: str) -> list[str]:
    address = questions.search_of_ours if side == "ours" else questions.search_of_peer
    return [address(*asked) for asked in islice(words, number)]


def _chosen(stories: list[Address], number: int, turn: int) -> list[Address]:
    """Some stories from all languages, others in each round."""
    step = max(1, len(stories) // number)
    return [stories[(turn * 7 + position * step) % len(stories)] for position in range(number)]


def timed(client: Client, path: str) -> float:
    """The milliseconds that one answer takes. Raises Failed where it is none."""
    began = time.perf_counter()
    asked = client.get(path)
    took = time.perf_counter() - began
    if asked.status != 200:
        raise Failed(f"{path} answered {asked.status}")
    return took * 1000


def _run(site: Site, module: str, said: str) -> str:
    """Run a module in a process with the site's settings. Raises Missing when it fails."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module],
        env=site.environment, cwd=REPOSITORY, input=said, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Missing(f"'{module}' failed: {done.stderr.strip()[-2000:]}")
    return done.stdout
