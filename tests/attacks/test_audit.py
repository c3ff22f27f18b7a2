"""Attacks on the log: whoever writes to the database changes, deletes or invents a line. The audit says which."""

import csv
import datetime
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from newsroom.audit import chain
from newsroom.audit.models import AuditEntry, AuditHead
from newsroom.consent.take_down import take_down
from newsroom.review.tasks import publish_due
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verify(**options):
    out = io.StringIO()
    call_command("verify_audit", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().splitlines()[-1]


@pytest.fixture
def logged():
    """A page with a history, all of it sealed: the page, and where the chain ends."""
    page = factories.partner()
    page.save_revision(user=factories.writer(), log_action=True)
    log(instance=factories.writer(), action="wagtail.edit", user=factories.administrator(), data={"reason": "why"})
    return page, verify()


def test_a_chain_that_is_cut_back_together_with_its_head_is_found_by_an_end_in_the_log(
    logged, caplog, django_capture_on_commit_callbacks
):
    page, _end = logged
    kept = AuditHead.objects.get()
    log(instance=page, action="wagtail.edit", user=factories.writer())
    with caplog.at_level("INFO", logger="newsroom.audit"), django_capture_on_commit_callbacks(execute=True):
        chain.seal()
    end = caplog.messages[-1].removeprefix("the audit ends at ")
    assert end == str(AuditHead.objects.get())
    newest = AuditEntry.objects.filter(position__gt=kept.position)
    PageLogEntry.objects.filter(pk__in=list(newest.values_list("log_id", flat=True))).delete()
    newest.delete()
    kept.save()
    verify()
    with pytest.raises(CommandError):
        verify(head=end)


# (attack, what the command says). $line is the second line of the page's log, $model the last of the other log.
_LINE = "(SELECT id FROM wagtailcore_pagelogentry WHERE page_id = {page} ORDER BY id LIMIT 1 OFFSET 1)"
_MODEL = "(SELECT max(id) FROM wagtailcore_modellogentry)"
_CHANGE = "UPDATE wagtailcore_pagelogentry"
ATTACKS = {
    "another person is made responsible": (f"{_CHANGE} SET user_id = 4242 WHERE id = {_LINE}", "was changed"),
    "another action is written": (f"{_CHANGE} SET action = 'x' WHERE id = {_LINE}", "was changed"),
    "another hour is written": (
        f"{_CHANGE} SET timestamp = timestamp - interval '1 h' WHERE id = {_LINE}", "was changed"),
    "another reason is written": (
        f"UPDATE wagtailcore_modellogentry SET data = '{{\"reason\": \"other\"}}' WHERE id = {_MODEL}", "was changed"),
    "another way in is written": (f"{_CHANGE} SET data = '{{\"way\": \"API\"}}' WHERE id = {_LINE}", "was changed"),
    "a line is deleted": (f"DELETE FROM wagtailcore_pagelogentry WHERE id = {_LINE}", "was deleted"),
    "the newest line is deleted": (f"DELETE FROM wagtailcore_modellogentry WHERE id = {_MODEL}", "was deleted"),
    "a line is invented": (
        f"INSERT INTO wagtailcore_pagelogentry (label, action, data, timestamp, content_changed, deleted, page_id) "
        "SELECT label, action, data, timestamp, content_changed, deleted, page_id FROM wagtailcore_pagelogentry "
        f"WHERE id = {_LINE}", "written past the application"),
    "an entry is deleted with its line": (
        f"WITH gone AS (DELETE FROM audit_auditentry WHERE log = 'page' AND log_id = {_LINE} RETURNING log_id) "
        "DELETE FROM wagtailcore_pagelogentry WHERE id IN (SELECT log_id FROM gone)", "is missing"),
    "the newest entry is deleted with its line": (
        f"WITH gone AS (DELETE FROM audit_auditentry WHERE log = 'model' AND log_id = {_MODEL} RETURNING log_id) "
        "DELETE FROM wagtailcore_modellogentry WHERE id IN (SELECT log_id FROM gone)", "is missing"),
    "entry and line are changed alike": (
        f"WITH changed AS (UPDATE audit_auditentry SET person_id = 4242 WHERE log = 'page' AND log_id = {_LINE} "
        "RETURNING log_id) UPDATE wagtailcore_pagelogentry SET user_id = 4242 WHERE id IN (SELECT log_id FROM changed)",
        "was changed"),
    "two entries are exchanged": (
        "UPDATE audit_auditentry AS one SET link = two.link FROM audit_auditentry AS two "
        "WHERE one.position = 2 AND two.position = 3", "does not follow"),
    "the head is set back": ("UPDATE audit_audithead SET position = position - 1", "head"),
    "the head is deleted": ("DELETE FROM audit_audithead", "no head"),
    "the beginning is moved": ("UPDATE audit_audithead SET first_position = 2", "head"),
}  # fmt: skip


def test_every_change_past_the_application_is_found_and_named(logged):
    page, _head = logged
    for attack, (statement, said) in ATTACKS.items():
        with pytest.raises(CommandError) as found, transaction.atomic():
            sql(statement.replace("{page}", str(page.pk)))
            verify()
        assert said in str(found.value), attack
    verify()


def test_a_chain_made_anew_with_the_key_is_found_by_whoever_noted_its_end(logged):
    _page, head = logged
    AuditEntry.objects.update(position=None, link="")
    AuditEntry.objects.order_by("pk").first().delete()
    PageLogEntry.objects.order_by("pk").first().delete()
    AuditHead.objects.all().delete()
    with pytest.raises(CommandError, match="not the one that was noted"):
        verify(head=head)


def test_deleting_a_page_and_an_account_loses_no_line_of_the_audit(logged):
    page, _head = logged
    page = factories.partner("draft")
    pk, writer = page.pk, factories.writer()
    lines = AuditEntry.objects.filter(object_id=str(pk)).count()
    Desk(factories.administrator()).post("wagtailadmin_pages:delete", pk)
    assert not type(page).objects.filter(pk=pk).exists()
    writer.delete()
    assert AuditEntry.objects.filter(object_id=str(pk)).count() > lines > 0
    verify()


def test_each_line_says_the_language_and_the_way_in(logged):
    page, _head = logged
    desk = Desk(factories.writer())
    desk.send(page, title="From the desk")
    entry = AuditEntry.objects.filter(object_id=str(page.pk)).first()
    assert (entry.action, entry.language, entry.way) == ("wagtail.edit", "en", "admin")
    assert entry.person_id == factories.writer().pk
    due = factories.partner("scheduled")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        publish_due.enqueue()
    entry = AuditEntry.objects.filter(object_id=str(due.pk), action__startswith="wagtail.publish").first()
    assert (entry.action, entry.way) == ("wagtail.publish.scheduled", "schedule")
    assert PageLogEntry.objects.get(pk=entry.log_id).data["way"] == "schedule"
    take_down(page, factories.duty_editor(), "She is in it.")
    assert AuditEntry.objects.filter(object_id=str(page.pk), action="newsroom.take_down").first().way == "program"
    everything = " ".join(str(row) for row in AuditEntry.objects.values_list())
    assert page.title not in everything
    assert "She is in it" not in everything


def test_what_is_past_its_time_goes_and_the_chain_goes_on(logged):
    page, _head = logged
    old = timezone.now() - datetime.timedelta(days=2000)
    with time_machine.travel(old):
        ancient = factories.partner("draft")
    AuditEntry.objects.update(position=None, link="")
    AuditHead.objects.all().delete()
    # Old lines come first, as they do in life.
    first = AuditEntry.objects.filter(object_id=str(ancient.pk))
    AuditEntry.objects.exclude(pk__in=first).delete()
    ModelLogEntry.objects.all().delete()
    PageLogEntry.objects.exclude(page_id=ancient.pk).delete()
    chain.seal()
    page.save_revision(user=factories.writer(), log_action=True)
    verify()
    call_command("prune_audit", stdout=io.StringIO())
    assert not PageLogEntry.objects.filter(page_id=ancient.pk).exists()
    assert PageLogEntry.objects.filter(page_id=page.pk).exists()
    assert AuditHead.objects.get().first_position == 2
    page.save_revision(user=factories.writer(), log_action=True)
    verify()
    sql("UPDATE audit_auditentry SET person_id = 4242 WHERE position = (SELECT max(position) FROM audit_auditentry)")
    with pytest.raises(CommandError):
        verify()


def test_administrators_alone_read_and_export_it_and_no_cell_is_a_formula(logged):
    factories.person(username="=cmd()").save()
    log(instance=logged[0], action="wagtail.edit", user=factories.person(username="=cmd()"))
    for who in (factories.writer, factories.editor, factories.duty_editor):
        assert Desk(who()).get("newsroom_audit").status_code == 302
    assert Client().get(reverse("newsroom_audit")).status_code == 302
    ada = Desk(factories.administrator())
    assert "wagtail.edit" in ada.read("newsroom_audit")
    assert "wagtail.edit" in ada.get("newsroom_audit", language="en").content.decode()
    table = b"".join(ada.get("newsroom_audit", export="csv").streaming_content).decode()
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[1][2] == "'=cmd()"
    assert len(rows) == AuditEntry.objects.count() + 1
    later = ada.get("newsroom_audit", export="csv", at_from="2999-01-01").streaming_content
    assert len(b"".join(later).splitlines()) == 1


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_wait_for_nobody_and_break_no_link():
    """One of them writes nothing after all, and one holds its transaction open while the others finish."""
    person, pages = factories.administrator(), [factories.partner("draft") for _number in range(3)]
    others_are_done = threading.Event()
    before = AuditEntry.objects.count()

    def write(number):
        try:
            with transaction.atomic():
                log(instance=pages[number % 3], action="wagtail.edit", user=person)
                if number == 0:
                    assert others_are_done.wait(60)
                if number == 1:
                    transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        slow = pool.submit(write, 0)
        for done in [pool.submit(write, number) for number in range(1, 6)]:
            done.result(60)
        others_are_done.set()
        slow.result(60)
    positions = list(AuditEntry.objects.order_by("position").values_list("position", flat=True))
    assert len(positions) == before + 5
    assert positions == list(range(1, len(positions) + 1))
    verify()
