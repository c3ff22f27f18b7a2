"""Readers in eight threads ask two processes for a page while it is taken down, again and again.

Attack: a request that begins after the take-down returned. What must happen: it gets no word of the page, from the page
itself, its JSON, a list, a feed or a search. `make race` does it a thousand times.
"""

from __future__ import annotations

import http.client
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from modelsearch.index import insert_or_update_object

from demo.services.ports import LOOPBACK, find_free
from demo.services.processes import Child
from newsroom.consent.take_down import take_down
from newsroom.web.models import PublishedDocument
from search.parts import make_all
from tests import factories

TRIALS, READERS = int(os.environ.get("RACE_TRIALS", "8")), 8
SLUG = "the-house-with-the-blue-door"


class Answer(NamedTuple):
    address: str
    began: float
    status: int
    names_it: bool


@contextmanager
def two_processes() -> Iterator[int]:
    """Production's server with two workers on the test's database: its port."""
    port = find_free()
    command = [
        *(sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi", "--host", LOOPBACK),
        *("--port", str(port), "--workers", "2", "--blocking-threads", "1", "--log-level", "error"),
    ]
    child = Child(command, environment={**os.environ, "PYTHONPATH": "site", "LOG_LEVEL": "ERROR"})
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(OSError):
                ask(http.client.HTTPConnection(LOOPBACK, port, timeout=30), "/robots.txt")
                break
        yield port
    finally:
        child.stop()


def ask(server: http.client.HTTPConnection, address: str) -> Answer:
    began = time.monotonic()
    server.request("GET", address)
    answer = server.getresponse()
    return Answer(address, began, answer.status, SLUG.encode() in answer.read())


class Readers:
    """Threads that ask for the addresses in turn, and note what they get."""

    def __init__(self, port: int, addresses: list[str]) -> None:
        self.answers: list[Answer] = []
        self._ended = threading.Event()
        self._turn = threading.Condition()
        self._threads = [
            threading.Thread(target=self._read, args=(port, addresses[number:] + addresses[:number]), daemon=True)
            for number in range(READERS)
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, port: int, addresses: list[str]) -> None:
        server = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
        while not self._ended.is_set():
            for address in addresses:
                answer = ask(server, address)
                with self._turn:
                    self.answers.append(answer)
                    self._turn.notify_all()

    def wait_for(self, number: int, since: float) -> list[Answer]:
        """Until so many requests that began after a moment are answered: those answers."""
        with self._turn:
            found = self._turn.wait_for(lambda: len(self._since(since)) >= number, timeout=60)
            assert found, "the readers stand still"
            return self._since(since)

    def _since(self, moment: float) -> list[Answer]:
        return [answer for answer in reversed(self.answers[-2_000:]) if answer.began > moment]

    def end(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(60)


def bring_back(page) -> None:
    """As it was before, by the shortest way that the database allows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM consent_receiptstep")
        cursor.execute("DELETE FROM consent_takedown WHERE translation_key = %s", [page.translation_key])
        cursor.execute(
            "UPDATE wagtailcore_page SET live = true, live_revision_id = %s WHERE id = %s",
            [page.live_revision_id, page.pk],
        )
    insert_or_update_object(page)
    make_all([page.pk])


@pytest.mark.django_db(transaction=True)
def test_no_request_that_begins_after_a_take_down_gets_a_word_of_the_page():
    page, duty = factories.campaign_story(title="The house with the blue door", slug=SLUG), factories.duty_editor()
    own = [f"/en/stories/{SLUG}/", f"/api/v1/pages/{page.pk}/", f"/api/v1/pages/find/?path=/en/stories/{SLUG}/"]
    lists = ["/en/stories/", "/api/v1/pages/?type=campaign_story", "/en/feed.atom", "/sitemap-en.xml"]
    lists.append("/api/v1/search/?q=blue+door&locale=en")
    stale, named, kept = [], set(), 0
    with two_processes() as port:
        readers = Readers(port, [*own, *lists])
        try:
            for _trial in range(TRIALS):
                shown = readers.wait_for(2 * READERS, time.monotonic())
                assert any(answer.names_it for answer in shown)
                named |= {answer.address for answer in shown if answer.names_it}
                kept = max(kept, PublishedDocument.objects.count())
                take_down(page, duty, "Somebody in it is at risk.")
                returned = time.monotonic()
                after = readers.wait_for(2 * READERS, returned)
                stale += [
                    answer for answer in after if answer.names_it or (answer.address in own and answer.status != 410)
                ]
                bring_back(page)
        finally:
            readers.end()
    assert stale == []
    assert named == {*own, *lists}, "what never names the page proves nothing"
    assert kept, "nothing was ever kept, so nothing was proved"
