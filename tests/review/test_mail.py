"""A mail server that is down loses nothing."""

import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from newsroom.review.mail import PAUSES
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = ("A subject", "A body", None, ["edith@example.org"])


class DownServer(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("down")


@pytest.fixture
def queue(settings):
    settings.EMAIL_BACKEND = "newsroom.review.mail.QueuedMail"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def server_down(settings, queue):
    settings.MAIL_DELIVERY_BACKEND = "tests.review.test_mail.DownServer"


def work(*, late=False):
    """Do what the worker would do now, or would do later on."""
    results = []
    waiting = (
        DBTaskResult.objects.filter(status="READY", run_after__isnull=not late)
        if late
        else DBTaskResult.objects.ready()
    )
    for row in list(waiting):
        row.claim("a worker")
        try:
            row.set_successful(row.task.call(*row.task_result.args, **row.task_result.kwargs))
        except OSError as problem:
            row.set_failed(problem)
        results.append(row.status)
    return results


def test_a_message_waits_for_the_worker_and_arrives_as_it_was_written(queue):
    message = EmailMultiAlternatives(*TEXT, reply_to=["desk@example.org"], headers={"Auto-Submitted": "auto-generated"})
    message.attach_alternative("<p>A body</p>", "text/html")
    message.send()
    assert mail.outbox == []
    work()
    (arrived,) = mail.outbox
    assert (arrived.subject, arrived.body, arrived.to) == ("A subject", "A body", ["edith@example.org"])
    assert arrived.reply_to == ["desk@example.org"]
    assert arrived.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert arrived.alternatives[0][0] == "<p>A body</p>"


def test_nobody_hears_of_what_was_rolled_back(queue):
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail(*TEXT)
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


def test_a_message_for_a_server_that_is_down_is_tried_again_and_arrives(settings, server_down):
    send_mail(*TEXT)
    assert work() == ["SUCCESSFUL"]
    (again,) = DBTaskResult.objects.filter(status="READY")
    assert again.run_after is not None
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work(late=True)
    assert [message.subject for message in mail.outbox] == ["A subject"]


def test_after_the_last_attempt_the_message_is_kept_among_the_failed_tasks(server_down):
    send_mail(*TEXT)
    work()
    for _ in PAUSES[:-1]:
        assert work(late=True) == ["SUCCESSFUL"]
    assert work(late=True) == ["FAILED"]
    assert DBTaskResult.objects.get(status="FAILED").args_kwargs["args"][0]["subject"] == "A subject"


def test_a_message_with_a_file_is_refused_rather_than_sent_without_it(queue):
    message = EmailMultiAlternatives(*TEXT)
    message.attach("list.csv", "a,b", "text/csv")
    with pytest.raises(ValueError, match="attachments"):
        message.send()


def test_a_submission_reaches_the_reviewers_although_the_server_was_down_when_it_was_made(settings, server_down):
    factories.editor()
    factories.about("in_review")
    work()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work(late=True)
    assert {address for message in mail.outbox for address in message.to} >= {factories.editor().email}


def test_the_queue_is_what_the_settings_name():
    from config.settings import mail as configured

    assert get_connection(configured.EMAIL_BACKEND).__class__.__name__ == "QueuedMail"
