"""What is asked of each of the three, as lines for `walk.lua`, and the files that the web server gets."""

import itertools
import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from bench import prose
from bench.options import LOCALES, WORKERS
from bench.refusals import Failed
from bench.sites import Sites
from demo.services.ports import LOOPBACK

# Windows of each list that are walked through, by cursor where there is one.
WINDOWS = 5


class Question(NamedTuple):
    """One row of the table: lines for each of the three (`peer` and `nginx` may have none). `status` is what ours and
    the web server answer; the peer answers 200 to everything."""

    name: str
    ours: list[str]
    peer: list[str]
    nginx: list[str]
    status: int = 200


class Asked(NamedTuple):
    """What came of one request."""

    status: int
    etag: str
    body: bytes
    link: str


class Client:
    """One connection to one server."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(LOOPBACK, port, timeout=60)

    def get(self, path: str, tag: str = "") -> Asked:
        """Ask once."""
        self._connection.request("GET", path, headers={"If-None-Match": tag} if tag else {})
        answer: HTTPResponse = self._connection.getresponse()
        return Asked(answer.status, answer.headers["ETag"] or "", answer.read(), answer.headers["Link"] or "")

    def json(self, path: str) -> Any:
        """Ask once for JSON; anything but a 200 is a failure."""
        asked = self.get(path)
        if asked.status != 200:
            raise Failed(f"{path} answered {asked.status}: {asked.body[:300]!r}")
        return json.loads(asked.body)


class Address(NamedTuple):
    """Where one story is on both sites."""

    ours: int
    peer: int
    path: str
    locale: str
    number: int


def addresses(sites: Sites, pages: int) -> list[Address]:
    """Every story, in every language, in the order of its number. Ids are in the order that the stories were copied."""
    found = []
    ours, peer = Client(sites.ours.port), Client(sites.peer.port)
    for locale in LOCALES:
        query = {"locale": locale, "limit": 1, "order": "tree"}
        mine = ours.json(f"/api/v1/pages/?{urlencode({**query, 'type': 'campaign_story'})}")["items"][0]
        index = mine["url"].rstrip("/").rpartition("/")[0]
        first = f"/api/v2/pages/?{urlencode({'type': 'article.ArticlePage', 'locale': locale, 'slug': _slug(mine)})}"
        theirs = peer.json(first)["items"][0]
        found += [
            Address(
                mine["id"] + n, theirs["id"] + n, f"{index}/{prose.story(locale, n).slug}/", locale, n
            )
            for n in range(pages)
        ]  # fmt: skip
    return found


def _slug(page: dict[str, Any]) -> str:
    return page["url"].rstrip("/").rpartition("/")[2]


def lists(ours: Client, pages: int) -> list[str]:
    """Addresses of ours: the first windows of every language by cursor, and some further ones by offset."""
    found = []
    for locale in LOCALES:
        query = urlencode({"type": "campaign_story", "locale": locale, "limit": 20})
        path: str | None = f"/api/v1/pages/?{query}"
        for _ in range(WINDOWS):
            found.append(path)
            cursor = ours.json(path)["meta"]["next_cursor"]
            if cursor is None:
                break
            path = f"/api/v1/pages/?{query}&cursor={quote(cursor)}"
        found += [f"/api/v1/pages/?{query}&offset={20 * n}" for n in range(1, min(WINDOWS, pages // 20))]
    return found


def peer_lists(pages: int) -> list[str]:
    """The same windows of the peer, which knows offsets only. Its two first pages are the sections."""
    most = min(WINDOWS, pages // 20)
    return [
        "/api/v2/pages/?"
        + urlencode({"type": "article.ArticlePage", "locale": locale, "fields": "*", "limit": 20, "offset": 2 + 20 * n})
        for locale in LOCALES
        for n in (*range(most), *range(1, most))
    ]  # fmt: skip


class Plan(NamedTuple):
    """All questions, and what lies on the web server's disk."""

    questions: list[Question]
    files: dict[str, bytes]


def plan(sites: Sites, stories: list[Address]) -> Plan:
    """Ask everything of ours once: for the bytes on disk, for the entity tags, and so that all is made that is kept."""
    ours, pages = Client(sites.ours.port), len(stories) // len(LOCALES)
    files: dict[str, bytes] = {}

    def keep(path: str, name: str, client: Client = ours) -> Asked:
        asked = client.get(path)
        if asked.status != 200 or not asked.etag:
            raise Failed(f"{path} answered {asked.status}, with the tag {asked.etag!r}.")
        files[name] = asked.body
        return asked

    detail = [f"/api/v1/pages/{each.ours}/" for each in stories]
    find = [f"/api/v1/pages/find/?{urlencode({'path': each.path})}" for each in stories]
    html = [each.path for each in stories]

    def ask_for(part: range) -> list[str]:
        client, lines = Client(sites.ours.port), []
        for number in part:
            name = stories[number].ours
            lines.append(f"{detail[number]}\t{keep(detail[number], f'json/{name}.json', client).etag}")
            lines.append(f"{html[number]}\t{keep(html[number], f'html/{name}.html', client).etag}")
            client.get(find[number])
        return lines

    with ThreadPoolExecutor(2 * WORKERS) as threads:
        parts = [range(start, len(stories), 2 * WORKERS) for start in range(2 * WORKERS)]
        tagged = [line for lines in threads.map(ask_for, parts) for line in lines]
    windows = lists(ours, pages)
    for number, path in enumerate(windows):
        keep(path, f"list/{number}.json")
    json_files = [f"/json/{each.ours}.json" for each in stories]
    html_files = [f"/html/{each.ours}.html" for each in stories]
    peer_detail = [f"/api/v2/pages/{each.peer}/" for each in stories]
    peer_html = html  # The two trees have the same addresses.
    list_files = [f"/{name}" for name in files if name.startswith("list/")]
    questions = [
        Question("JSON detail", detail, peer_detail, json_files),
        Question("find by path", find, peer_detail, json_files),
        Question("JSON list of 20 with bodies", windows, peer_lists(pages), list_files),
        Question("HTML page", html, peer_html, html_files),
        Question("304, JSON and HTML", tagged, by_turns(peer_detail, peer_html), by_turns(json_files, html_files), 304),
    ]  # fmt: skip
    return Plan(questions, files)


def by_turns(one: list[str], other: list[str]) -> list[str]:
    """First of the one, first of the other, second of the one."""
    return [path for pair in zip(one, other, strict=True) for path in pair]


def with_tags(port: int, paths: list[str]) -> list[str]:
    """Lines with the entity tags that a server gives to these paths."""
    client = Client(port)
    return [f"{path}\t{client.get(path).etag}" for path in paths]


def check(port: int, lines: list[str], status: int, *, most: int = 50) -> None:
    """Ask for some of the lines and see that each has this status: `wrk` takes a redirect for an answer."""
    client = Client(port)
    for line in lines[:: max(1, len(lines) // most)]:
        path, _, tag = line.partition("\t")
        asked = client.get(path, tag)
        if asked.status != status or (status == 200) != bool(asked.body):
            raise Failed(f"{path} answered {asked.status}, not {status}: {asked.body[:300]!r}")


def searches(pages: int) -> Iterator[tuple[str, str]]:
    """Endless (language, words), never the same twice: words of one story, so that something is found. Every second
    time one of them is a name, which few stories have."""
    dice = random.Random(4)  # noqa: S311 - the same at every run, and no secret
    said: set[tuple[str, str]] = set()
    for turn in itertools.count():
        locale = LOCALES[turn % len(LOCALES)]
        story = prose.story(locale, dice.randrange(pages))
        for time in range(20):
            names = [dice.choice(story.names)] if time % 2 else []
            asked = " ".join([*names, *dice.sample(story.words, dice.choice((2, 3, 3, 4)) - len(names))])
            if (locale, asked) not in said:
                said.add((locale, asked))
                yield locale, asked


def search_of_ours(locale: str, words: str) -> str:
    """The address of a search."""
    return f"/api/v1/search/?{urlencode({'q': words, 'locale': locale})}"


def search_of_peer(locale: str, words: str) -> str:
    """The address of the same search at the peer, which has to be told that all words are meant."""
    query = {"type": "article.ArticlePage", "locale": locale, "search": words, "search_operator": "and"}
    return f"/api/v2/pages/?{urlencode(query)}"


def path_of(link: str) -> str:
    """The path and query of an address."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
