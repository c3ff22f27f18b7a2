"""A process that knows which pages are public is asked while they go, by every kind of hand.

Attack: between two questions somebody else takes a page away. What must happen: it is in no answer to a question that
is asked afterwards, though the process still has in its memory that it was public, and what it says.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any, TypeVar

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.web.published_documents.searches import Asked
from newsroom.web.published_documents.store import Store
from search import fast, plain
from search.parts import make_missing
from tests import factories as f
from tests.conftest import BASELINE
from tests.web.test_published_documents import ROADS

# The transaction that each test has for itself is seen by nobody else; all that is done here is done by others.
pytestmark = pytest.mark.django_db

T = TypeVar("T")
QUESTION = Asked("zeppelin harbour", "en", 50, 0)


class Process:
    """A process of the site. `asked` counts its questions to the database, `whole` those that were answered with what
    is public, and not only with what matches."""

    def __init__(self) -> None:
        self.store, self.asked, self.whole = Store("tests"), 0, 0

    def rows(self, statement: bytes, parameters: Any) -> list[Any]:
        self.asked += 1
        found = self.store.rows(statement, parameters)
        self.whole += statement in map(plain.whole, ("en", "es"))
        return found

    def state(self) -> str:
        return self.store.rows(b"SELECT pg_current_snapshot()::text", [])[0][0]

    def finds(self, question: Asked = QUESTION) -> set[int] | None:
        """The pages of its answer, of which every number in it says the same; None where it leaves it to Django."""
        made = fast.make(question, self.rows)
        if made is None:
            return None
        said = json.loads(made.body)
        found = {item["card"]["id"] for item in said["items"]}
        kinds = sum(kind["count"] for kind in said["facets"]["type"])
        assert len(found) == said["meta"]["total_count"] == kinds == made.total
        return found


@pytest.fixture(scope="module")
def stories(django_db_setup, django_db_blocker, pytestconfig):
    """For each road two stories that go by it, and a page that stays, public for every connection."""
    with django_db_blocker.unblock():
        goes = {
            (road, is_kept): f.campaign_story(title=f"The zeppelin in harbour {at}")
            for at, (road, is_kept) in enumerate(product(ROADS, (True, False)))
        }
        stays = f.about(title="A harbour with no zeppelin")
        make_missing([page.pk for page in (*goes.values(), stays)])
        yield goes, stays
        with transaction.atomic():
            pytestconfig.stash[BASELINE].replace()


def by_somebody_else(work: Callable[[], Any]) -> None:
    """In a thread, and so in transactions of its own, which are finished when this returns."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert not failed, failed


def without_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture
def process(stories) -> Iterator[Process]:
    """It has answered the question, and knows every page that is found."""
    fast._public.clear()
    process = Process()
    try:
        yield process
    finally:
        process.store.connection().close()


def while_nothing_changes(process: Process, work: Callable[[], T]) -> T:
    """What comes of it when nobody writes meanwhile. (Another process of the tests may, into a database of its own.)"""
    for _ in range(1_000):
        fast._public.clear()
        process.asked = process.whole = 0
        state = process.state()
        done = work()
        if process.state() == state:
            return done
    pytest.fail("Somebody writes all the time.")


def test_while_nothing_changes_the_answers_are_those_of_who_knows_nothing(process):
    questions = [QUESTION, QUESTION._replace(limit=3, offset=2), QUESTION._replace(words="zeppelin harbour in")]

    def ask() -> list[Any]:
        process.finds()  # Who matches, and
        process.finds()  # of those, who is not public, which is asked for once.
        process.asked = process.whole = 0
        return [fast.make(question, process.rows) for question in questions]

    known = while_nothing_changes(process, ask)
    assert (process.asked, process.whole) == (len(questions), 0)
    for question, answer in zip(questions, known, strict=True):
        fast._public.clear()
        assert fast.make(question, process.rows) == answer


@pytest.mark.parametrize("is_kept", [True, False], ids=["its order remembered", "its order asked for"])
@pytest.mark.parametrize("road", ROADS)
def test_a_page_that_goes_by_any_road_is_in_no_answer_from_then_on(road, is_kept, process, stories, monkeypatch):
    monkeypatch.setattr(fast, "_WORTH", 1 if is_kept else 1_000)
    goes, stays = stories
    page = goes[road, is_kept]
    assert {page.pk, stays.pk} <= process.finds()
    process.finds()  # From now on all that matches is known.

    def go() -> None:
        if road != "deleted":  # What it leaves behind would be deleted by triggers.
            without_triggers()
        ROADS[road](page)

    by_somebody_else(go)
    try:
        assert stays.pk in process.finds()
        assert page.pk not in process.finds()
    finally:
        by_somebody_else(PageViewRestriction.objects.all().delete)


def test_what_ends_by_itself_is_asked_for_anew_when_it_does(process, stories, monkeypatch):
    _, stays = stories
    soon = timezone.now() + timedelta(hours=1)
    by_somebody_else(lambda: Page.objects.filter(pk=stays.pk).update(expire_at=soon))

    def ask() -> int:
        monkeypatch.undo()
        assert stays.pk in process.finds()
        process.finds()
        monkeypatch.setattr(fast, "monotonic", lambda: time.monotonic() + 3_601)
        process.whole = 0
        process.finds()
        return process.whole

    # The database's own clock has not come so far.
    assert while_nothing_changes(process, ask) == 1
    by_somebody_else(lambda: Page.objects.filter(pk=stays.pk).update(expire_at=None))


def test_a_page_that_was_hidden_is_found_again_when_it_is_public_again(process, stories):
    _, stays = stories
    for is_live in (False, True, False, True):
        by_somebody_else(lambda is_live=is_live: Page.objects.filter(pk=stays.pk).update(live=is_live))
        assert (stays.pk in process.finds()) == is_live
        assert (stays.pk in process.finds()) == is_live


def test_what_matches_but_is_not_public_is_learned_once(process, stories):
    _, stays = stories
    by_somebody_else(lambda: Page.objects.filter(pk=stays.pk).update(live=False))

    def ask() -> set[int] | None:
        process.finds()
        process.finds()
        process.asked = 0
        return process.finds()

    assert stays.pk not in while_nothing_changes(process, ask)
    assert process.asked == 1
    by_somebody_else(lambda: Page.objects.filter(pk=stays.pk).update(live=True))
    assert stays.pk in process.finds()


def test_a_transaction_that_is_not_finished_shows_nothing_and_is_seen_at_once_when_it_is(process, stories):
    _, stays = stories
    with Store("tests").connect() as other:
        with other.transaction():
            other.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [stays.pk])
            assert stays.pk in process.finds()
            assert stays.pk in process.finds()
        assert stays.pk not in process.finds()
        other.execute("UPDATE wagtailcore_page SET live = true WHERE id = %s", [stays.pk])
    assert stays.pk in process.finds()


def test_the_pages_of_another_language_are_never_taken_for_this_ones(process):
    other = QUESTION._replace(locale="es")
    assert process.finds(other) is None
    assert process.finds()
    assert process.finds(other) is None


def test_where_more_match_than_are_looked_at_nothing_unknown_is_passed_over(process, stories, monkeypatch):
    """A page that is not public must not take the place of one that is."""
    _, stays = stories
    for module in (plain, fast):
        monkeypatch.setattr(module, "CANDIDATES", 3)
    for cache in (plain.whole, plain.order, plain._ranked):
        cache.cache_clear()
    try:
        fast._public.clear()
        before = process.finds()
        assert process.finds() == before
        page = min(before - {stays.pk})
        by_somebody_else(lambda: Page.objects.filter(pk=page).update(live=False))
        first = process.finds()
        assert page not in first
        assert process.finds() == first
        fast._public.clear()
        assert process.finds() == first
        by_somebody_else(lambda: Page.objects.filter(pk=page).update(live=True))
    finally:
        for cache in (plain.whole, plain.order, plain._ranked):
            cache.cache_clear()


def test_who_is_written_to_all_the_time_is_asked_once_a_question(process, stories):
    _, stays = stories
    assert process.finds()
    asked = []
    for is_live in (False, True, False, True):
        by_somebody_else(lambda is_live=is_live: Page.objects.filter(pk=stays.pk).update(live=is_live))
        process.asked = 0
        assert (stays.pk in process.finds()) == is_live
        asked.append(process.asked)
    assert asked == [2, 1, 1, 1]


def test_an_order_that_is_remembered_is_given_only_while_nothing_changes(process, stories, monkeypatch):
    monkeypatch.setattr(fast, "_WORTH", 1)
    _, stays = stories

    def ask() -> list[bytes]:
        process.finds()
        statements = []
        monkeypatch.setattr(process, "rows", lambda *asked: statements.append(asked[0]) or process.store.rows(*asked))
        before = process.finds()
        monkeypatch.undo()
        monkeypatch.setattr(fast, "_WORTH", 1)
        assert stays.pk in before
        return statements

    assert while_nothing_changes(process, ask) == [plain.SAME]
    by_somebody_else(lambda: Page.objects.filter(pk=stays.pk).update(live=False))
    assert stays.pk not in process.finds()
    by_somebody_else(lambda: Page.objects.filter(pk=stays.pk).update(live=True))


def test_memory_has_an_end(process, stories, monkeypatch):
    for name, number in (("_MOST_PAGES", 2), ("_MOST_ORDERED", 2), ("_WORTH", 1)):
        monkeypatch.setattr(fast, name, number)
    goes, _ = stories
    pages = [page.pk for page in goes.values()]

    def rows(statement: bytes, parameters: Any) -> list[Any]:
        return [("1:1:", None, "'zeppelin'", str(pages.pop()), json.dumps([[1, [], "/home/", None, None]]), None)]

    while pages:
        fast._look(QUESTION._replace(words=f"zeppelin {len(pages)}"), rows)
        known = fast._public["en"]
        assert 1 <= len(known.pages) <= 3 and known.ordered == len(known.orders) <= 3
    # What is learned counts too: who has had too much begins anew.
    process.finds()
    assert fast._public["en"].is_full
    process.whole = 0
    process.finds()
    assert process.whole == 1


@pytest.mark.parametrize("worth", [1, 1_000], ids=["its order remembered", "its order asked for"])
def test_what_is_known_of_a_server_that_crashed_is_in_no_answer_of_one_that_counts_the_same(
    worth, process, stories, monkeypatch
):
    """The numbers of transactions that PostgreSQL lost are given to others: so may that of a take-down be."""
    _, stays = stories
    monkeypatch.setattr(fast, "_WORTH", worth)
    assert stays.pk in process.finds()
    before = fast._public["en"].state
    with Store("tests").connect() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [process.store.connection().info.backend_pid])
        with pytest.raises(psycopg.Error):
            process.finds()
        other.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [stays.pk])
        (now,) = other.execute("SELECT pg_current_snapshot()::text").fetchone()
        rows = process.store.rows
        monkeypatch.setattr(process.store, "rows", lambda statement, given: rows(statement, _with(given, before, now)))
        found = process.finds()
        other.execute("UPDATE wagtailcore_page SET live = true WHERE id = %s", [stays.pk])
    assert found and stays.pk not in found


def _with(given: Any, before: str, now: str) -> list[Any]:
    return [now if each == before else each for each in given]
