"""The approved version goes live at its hour, whole or not at all; nothing else ever does."""

import contextlib
import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.management.commands import publish_scheduled as wagtails_own
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published

from newsroom.authoring.documents import build, visible_rows
from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import restore, take_down
from newsroom.review.law import LawError
from newsroom.review.schedule import run_schedule
from newsroom.review.tasks import publish_due
from tests import factories
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1, minutes=1)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def titles():
    return {document.title for document in build(list(visible_rows()))}


def a_day_later(work=run_schedule):
    with time_machine.travel(timezone.now() + TOMORROW, tick=True):
        return work()


def wake_ups():
    return DBTaskResult.objects.filter(task_path__endswith="publish_due").order_by("run_after")


def test_an_approved_version_goes_live_at_its_hour_and_not_before():
    page = factories.partner("scheduled", title="Soon")
    assert run_schedule()["published"] == 0
    assert "Soon" not in titles()
    assert a_day_later() == {"published": 1, "refused": 0, "expired": 0, "failed": 0}
    assert "Soon" in titles()
    assert PageLogEntry.objects.filter(page=page, action="wagtail.publish.scheduled").count() == 1
    assert a_day_later()["published"] == 0


def test_a_public_page_keeps_its_words_until_the_hour_of_the_next_ones():
    page = factories.partner(title="Now")
    factories.publish(page, title="Then", go_live_at=timezone.now() + datetime.timedelta(hours=20))
    assert titles() >= {"Now"}
    a_day_later()
    assert "Then" in titles()
    assert "Now" not in titles()


def test_a_public_page_stays_until_the_hour_of_an_older_version_that_was_written_before_it_was_public():
    page = factories.partner("draft", title="Older")
    older = page.latest_revision
    factories.publish(page, title="Now")
    draft = Revision.objects.get(pk=older.pk).as_object()  # As "Review this version" in the page's history opens it.
    draft.go_live_at = timezone.now() + datetime.timedelta(hours=20)
    draft.save_revision(user=factories.writer())
    factories.submit(page)
    factories.decide(page, "approve")
    assert titles() >= {"Now"}
    a_day_later()
    assert "Older" in titles()
    assert "Now" not in titles()


def test_the_worker_is_woken_for_the_hour_and_for_the_end(queue):
    now = timezone.now().replace(microsecond=0)
    start, end = (now + datetime.timedelta(hours=hours) for hours in (20, 22))
    factories.publish(factories.partner("draft"), go_live_at=start, expire_at=end)
    assert [row.run_after for row in wake_ups()] == [start, end]


def test_nobody_is_woken_for_an_approval_that_was_rolled_back(queue):
    page = factories.partner("draft")
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.publish(page, go_live_at=timezone.now() + TOMORROW)
        raise RuntimeError
    assert not wake_ups().exists()


def test_a_version_that_was_not_approved_wakes_nobody(queue):
    page = factories.partner("draft")
    factories.edit(page, go_live_at=timezone.now() + TOMORROW)
    factories.submit(page)
    factories.decide(page, "reject", comment="Not yet.")
    assert not wake_ups().exists()


def test_where_no_worker_can_wait_the_cron_command_does_the_work(capsys):
    factories.partner("scheduled", title="Soon")
    a_day_later(lambda: call_command("publish_due"))
    assert "published: 1" in capsys.readouterr().out
    assert "Soon" in titles()


@pytest.mark.parametrize(
    "command", ["publish_scheduled", wagtails_own.Command()], ids=["ours by that name", "Wagtail's"]
)
def test_wagtail_s_own_command_obeys_too(command, capsys):
    factories.partner("scheduled", title="Soon")
    a_day_later(lambda: call_command(command))
    assert "Soon" in titles()


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "taken_down"])
@pytest.mark.parametrize("command", ["publish_due", wagtails_own.Command()], ids=["ours", "Wagtail's"])
def test_what_was_not_approved_is_not_published_at_any_hour(state, command):
    page = factories.partner(state, title="Never")
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    with contextlib.suppress(LawError):  # Wagtail's own command stops at it; ours goes on.
        a_day_later(lambda: call_command(command, verbosity=0))
    assert "Never" not in titles()


def test_a_refused_version_is_taken_off_the_schedule_and_the_history_says_why():
    page = factories.partner("in_review")
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=timezone.now())
    assert run_schedule()["refused"] == 1
    assert run_schedule()["refused"] == 0
    assert "was not approved" in Desk(factories.editor()).read("wagtailadmin_pages:history", page.pk)


def test_a_draft_saved_after_the_approval_does_not_take_its_place():
    page = factories.partner("scheduled", title="Approved words")
    factories.edit(page, title="Later words")
    a_day_later()
    assert "Approved words" in titles()
    assert "Later words" not in titles()


def test_somebody_who_breaks_off_in_the_middle_leaves_nothing_half_done():
    page = factories.partner("scheduled", title="Soon")

    def break_off(**kwargs):
        raise RuntimeError("the power went")

    page_published.connect(break_off)
    try:
        assert a_day_later()["failed"] == 1
    finally:
        page_published.disconnect(break_off)
    assert "Soon" not in titles()
    page.refresh_from_db()
    assert not page.live
    assert page.scheduled_revision is not None
    assert not PageLogEntry.objects.filter(page=page, action="wagtail.publish.scheduled").exists()
    assert a_day_later()["published"] == 1
    assert "Soon" in titles()


def test_one_page_that_fails_does_not_keep_the_others_waiting():
    bad, good = factories.partner("scheduled", title="Bad"), factories.partner("scheduled", title="Good")

    def fail_for_one(instance, **kwargs):
        if instance.pk == bad.pk:
            raise RuntimeError("no")

    page_published.connect(fail_for_one)
    try:
        assert a_day_later() == {"published": 1, "refused": 0, "expired": 0, "failed": 1}
    finally:
        page_published.disconnect(fail_for_one)
    assert "Good" in titles()
    assert good.pk != bad.pk


def test_the_worker_tries_again_what_failed(queue):
    factories.partner("scheduled")
    wake_ups().delete()

    def fail(**kwargs):
        raise RuntimeError("no")

    page_published.connect(fail)
    try:
        a_day_later(publish_due.call)
    finally:
        page_published.disconnect(fail)
    assert wake_ups().count() == 1


def test_what_has_expired_ends_at_its_hour():
    page = factories.publish(factories.partner(title="Short"), expire_at=timezone.now() + datetime.timedelta(hours=20))
    assert page.title in titles()
    assert a_day_later()["expired"] == 1
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert page.title not in titles()


def test_a_duty_editor_takes_a_version_off_the_schedule():
    page = factories.partner("scheduled", title="Soon")
    desk = Desk(factories.duty_editor())
    assert "Soon" in desk.read("wagtailadmin_home")
    answer = desk.post("wagtailadmin_pages:revisions_unschedule", page.pk, page.scheduled_revision.pk)
    assert "unscheduled" in said(answer)
    assert a_day_later()["published"] == 0
    assert "Soon" not in titles()


@pytest.mark.parametrize("who", [factories.writer, factories.editor])
def test_others_do_not(who):
    page = factories.partner("scheduled", title="Soon")
    Desk(who()).post("wagtailadmin_pages:revisions_unschedule", page.pk, page.scheduled_revision.pk)
    assert a_day_later()["published"] == 1


def test_a_take_down_ends_the_schedule_and_lifting_it_does_not_bring_it_back():
    page = factories.partner("scheduled", title="Soon")
    take_down(page, factories.duty_editor(), "Somebody is at risk.")
    restore(TakeDown.objects.get(), factories.duty_editor())
    assert a_day_later()["published"] == 0
    assert "Soon" not in titles()
