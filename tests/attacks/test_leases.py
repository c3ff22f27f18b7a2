"""A process that answers from its memory is asked while the page goes, by every kind of hand.

Attack: between two questions to the database somebody else takes the page away. What must happen: once that is
finished, no request that begins gets the page, and while nothing changes nobody asks the database for each answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from newsroom.consent.take_down import take_down
from newsroom.web.published_documents import memory as rooms_memory
from newsroom.web.published_documents.lease import LEASE
from newsroom.web.published_documents.memory import Memory
from newsroom.web.published_documents.store import Document, Found, Store
from tests import factories
from tests.conftest import BASELINE

# The transaction that each test has for itself is seen by nobody else; all that is done here is done by others.
pytestmark = pytest.mark.django_db

ADDRESS = "http /en/stories/the-jail-that-closed/?"


class Reader:
    """A process of the site, of which the database sees a connection. `asked` counts the questions to it."""

    def __init__(self) -> None:
        self.store, self.asked = Store("tests"), 0
        self.memory = Memory(self.store)
        connection = self.store.connection

        def count() -> psycopg.Connection:
            self.asked += 1
            return connection()

        self.store.connection = count  # type: ignore[method-assign]

    def gets_it(self) -> bool:
        return isinstance(self.memory.find(ADDRESS, [], ""), Found)


@pytest.fixture(scope="module")
def public_page(django_db_setup, django_db_blocker, pytestconfig):
    """A page that is public for every connection, not for a test's alone."""
    with django_db_blocker.unblock():
        yield factories.campaign_story(title="The jail that closed")
        with transaction.atomic():
            pytestconfig.stash[BASELINE].replace()


@pytest.fixture
def page(public_page):
    """The same, as it was before another test took it away."""
    sql("DELETE FROM web_publisheddocument")
    sql("DELETE FROM consent_receiptstep")
    sql("DELETE FROM consent_takedown")
    back = "UPDATE wagtailcore_page SET live = true, live_revision_id = %s WHERE id = %s"
    sql(back, public_page.live_revision_id, public_page.pk)
    return public_page


@pytest.fixture
def reader(page) -> Iterator[Reader]:
    """Who has the page in memory, and a lease."""
    reader = Reader()
    keep(page)
    assert reader.gets_it() and reader.gets_it()
    yield reader
    reader.store.connection().close()


def keep(page) -> None:
    store = Store("tests")
    moment = store.find(ADDRESS, [], "")
    row = (page.pk, page.live_revision_id)
    store.keep(Document(ADDRESS, row, [("Content-Type", "text/html")], "abc", b"<p>Ana"), moment)
    store.connection().close()


@contextmanager
def somebody_else() -> Iterator[psycopg.Connection]:
    """Another connection, which commits each statement by itself."""
    with Store("tests").connect() as other:
        yield other


def sql(statement: str, *parameters) -> None:
    with somebody_else() as other:
        other.execute(statement, parameters)


HIDE = "UPDATE wagtailcore_page SET live = false WHERE id = %s"


def hide(page) -> None:
    sql(HIDE, page.pk)


def test_while_nothing_changes_one_question_serves_many_answers(reader):
    reader.asked = 0
    until = time.monotonic() + 4 * LEASE
    answers = 0
    while time.monotonic() < until:
        assert reader.gets_it()
        answers += 1
    assert 1 <= reader.asked <= 6 < answers


@pytest.mark.parametrize("hand", ["an editor's", "SQL", "SQL in a long transaction"])
def test_once_the_page_is_gone_no_lease_gives_it_by_whatever_hand(hand, reader, page):
    def editors() -> None:
        duty = factories.duty_editor()
        # The lease is new when the change begins, so that only waiting makes it safe.
        reader.memory._lease = reader.store.lease()
        take_down(page, duty, "At risk.")
        connection.close()

    def in_a_thread(work) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(60)

    with somebody_else() as other:

        def by_sql() -> None:
            reader.memory._lease = reader.store.lease()
            other.execute(HIDE, [page.pk])

        def in_a_long_transaction() -> None:
            with other.transaction():
                other.execute(HIDE, [page.pk])
                reader.memory._lease = reader.store.lease()
                other.execute("SET CONSTRAINTS ALL IMMEDIATE")

        hands = {
            "an editor's": lambda: in_a_thread(editors),
            "SQL": by_sql,
            "SQL in a long transaction": in_a_long_transaction,
        }
        assert reader.gets_it()
        hands[hand]()
        assert not reader.gets_it()


def test_a_change_takes_as_long_as_the_leases_that_were_granted_before_it(page):
    def spent(change) -> float:
        began = time.monotonic()
        change()
        return time.monotonic() - began

    with somebody_else() as other:
        statement = "UPDATE wagtailcore_page SET live = NOT live WHERE id = %s"
        assert min(spent(lambda: other.execute(statement, [page.pk])) for _ in range(20)) > LEASE
        draft = "UPDATE wagtailcore_page SET draft_title = draft_title || 'x' WHERE id = %s"
        assert min(spent(lambda: other.execute(draft, [page.pk])) for _ in range(20)) < LEASE


def test_somebody_who_asks_without_end_never_gets_it_once_it_is_gone(reader, page):
    given: list[float] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            began = time.monotonic()
            if reader.gets_it():
                given.append(began)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _trial in range(10):
            before = len(given)
            hide(page)
            gone = time.monotonic()
            sql("SELECT pg_sleep(0.002)")
            assert [began for began in given[before:] if began > gone] == []
            before = len(given)
            sql("UPDATE wagtailcore_page SET live = true WHERE id = %s", page.pk)
            keep(page)
            while len(given) == before:
                assert asking.is_alive()
    finally:
        ended.set()
        asking.join(10)


def test_while_a_change_is_under_way_no_lease_is_granted(reader, page):
    with somebody_else() as other, other.transaction():
        other.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [page.pk])
        other.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert reader.store.lease().state is None
        reader.memory._lease = reader.store.lease()
        reader.asked = 0
        # It is not gone yet; but the database is asked for each answer.
        assert [reader.gets_it() for _ in range(5)] == [True] * 5
        assert reader.asked >= 5
    assert not reader.gets_it()
    assert reader.store.lease().state


def test_a_change_that_is_taken_back_ends_nothing_for_good(reader, page):
    with somebody_else() as other, other.transaction(force_rollback=True):
        other.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [page.pk])
        other.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert reader.gets_it()
    assert reader.store.lease().state


def test_what_no_trigger_saw_is_gone_with_the_lease(monkeypatch, reader, page):
    with somebody_else() as other:
        other.execute("SET session_replication_role = replica")
        other.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [page.pk])
    later(monkeypatch, LEASE)
    assert not reader.gets_it()


def test_what_ends_by_itself_ends_in_memory_too(monkeypatch, reader, page):
    sql("UPDATE web_publisheddocument SET good_until = now() + interval '10 minutes'")
    later(monkeypatch, LEASE)
    assert reader.gets_it()
    lease_for_an_hour(reader)
    assert reader.gets_it() and reader.asked == 0
    later(monkeypatch, 601)
    reader.gets_it()
    assert reader.asked == 1


def test_a_draft_of_somebodys_costs_one_more_question_and_no_bytes(monkeypatch, reader, page):
    sql("UPDATE wagtailcore_page SET draft_title = 'Not yet' WHERE id = %s", page.pk)
    lease_for_an_hour(reader)
    sent = []
    find = reader.store.find
    monkeypatch.setattr(reader.store, "find", lambda *asked: sent.append(find(*asked)) or sent[-1])
    for _ in range(3):
        assert reader.memory.find(ADDRESS, [], "").body == b"<p>Ana"
    assert [found.body for found in sent] == [None]


def test_who_has_it_already_never_takes_the_bytes_from_others(page):
    keep(page)
    reader = Reader()
    assert reader.memory.find(ADDRESS, ["abc"], "").body is None
    assert reader.memory.find(ADDRESS, [], "").body == b"<p>Ana"
    assert reader.memory.find(ADDRESS, ["abc"], "").etag == "abc"
    reader.store.connection().close()


def test_memory_has_an_end(monkeypatch, page):
    monkeypatch.setattr(rooms_memory, "MOST_BYTES", 10_000)
    store, moment = Store("tests"), Store("tests").find("http /?", [], "")
    for number in range(20):
        store.keep(Document(f"http /{number}?", None, [], "abc", b"x" * 1_000), moment)
    reader = Reader()
    for number in range(20):
        assert isinstance(reader.memory.find(f"http /{number}?", [], ""), Found)
    assert len(reader.memory._entries) == 3
    reader.store.connection().close()
    store.connection().close()


def lease_for_an_hour(reader: Reader) -> None:
    """As if no time passed while it asks."""
    reader.memory._lease = reader.store.lease()._replace(until=time.monotonic() + 3600)
    reader.asked = 0


def later(monkeypatch, seconds: float) -> None:
    """As if so much time had passed for the reader."""
    shift = seconds
    monkeypatch.setattr(rooms_memory, "monotonic", lambda: time.monotonic() + shift)


def test_the_database_is_left_with_no_lock_of_ours(reader, page):
    hide(page)
    reader.gets_it()
    with somebody_else() as other:
        assert other.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)


def test_what_is_known_of_a_server_that_crashed_is_not_given_where_the_next_one_counts_the_same(reader, page):
    """The numbers of transactions that PostgreSQL lost are given to others: so may that of a take-down be."""
    state = reader.memory._entries[ADDRESS, ""].found.state
    sql("SELECT pg_terminate_backend(%s)", reader.store.connection().info.backend_pid)
    time.sleep(2 * LEASE)
    with pytest.raises(psycopg.Error):
        reader.gets_it()
    hide(page)
    lease = reader.store.lease
    reader.store.lease = lambda: lease()._replace(state=state)
    assert not reader.gets_it()
