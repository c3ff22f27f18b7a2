"""One message for a batch. Wagtail would send one for each page, to each reviewer, twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_submitted
from wagtail.users.models import UserProfile

_in_a_batch: ContextVar[bool] = ContextVar("in_a_batch", default=False)


@contextmanager
def one_mail_for_the_batch() -> Iterator[None]:
    """Within this, Wagtail's own messages about single pages are not sent."""
    token = _in_a_batch.set(True)
    try:
        yield
    finally:
        _in_a_batch.reset(token)


class _QuietInABatch:
    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        return not _in_a_batch.get() and super().can_handle(instance, **kwargs)  # type: ignore[misc]


class _TaskSubmitted(_QuietInABatch, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class _WorkflowSubmitted(_QuietInABatch, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class _WorkflowApproved(_QuietInABatch, mail.WorkflowStateApprovalEmailNotifier):
    pass


# The same names as Wagtail's own receivers (wagtail/admin/signal_handlers.py): a name is connected only once.
_RECEIVERS = (
    (task_submitted, _TaskSubmitted(), TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, _WorkflowSubmitted(), WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_approved, _WorkflowApproved(), WorkflowState, "workflow_state_approved_email_notification"),
)


def replace_receivers() -> None:
    """Put ours in the place of Wagtail's, whichever application was ready first."""
    for signal, receiver, sender, name in _RECEIVERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(receiver, sender=sender, dispatch_uid=name, weak=False)


def mail_batch(partner_import: Any, workflow: Any) -> int:
    """Tell the reviewers, in their language, that a batch waits for them. Gives the number of messages."""
    groups = [group for task in workflow.tasks.specific() if hasattr(task, "groups") for group in task.groups.all()]
    people = get_user_model().objects.filter(groups__in=groups, is_active=True).exclude(email="").distinct()
    sent = 0
    for person in people.exclude(pk=partner_import.created_by_id):
        profile = UserProfile.get_for_user(person)
        if profile.submitted_notifications:
            with translation.override(profile.get_preferred_language()):
                sent += send_mail(*_message(partner_import), None, [person.email])
    return sent


def mail_approved(partner_import: Any, person: Any, count: int) -> int:
    """Tell whoever handed a batch in that somebody approved pages of it. Gives the number of messages."""
    reader = partner_import.created_by
    if not count or reader is None or reader == person or not reader.is_active or not reader.email:
        return 0
    profile = UserProfile.get_for_user(reader)
    if not profile.approved_notifications:
        return 0
    with translation.override(profile.get_preferred_language()):
        subject = ngettext("%(count)d partner was approved", "%(count)d partners were approved", count)
        body = _("%(name)s approved partners of your list. They are public now. The whole list:\n\n%(url)s")
        values = {"count": count, "name": _name(person), "url": _url(partner_import)}
        return send_mail(subject % values, body % values, None, [reader.email])


def _message(partner_import: Any) -> tuple[str, str]:
    count = partner_import.rows.filter(page__isnull=False).count()
    subject = ngettext("%(count)d partner waits for review", "%(count)d partners wait for review", count)
    body = _("%(name)s imported a list of partners. Look at each, then approve it here:\n\n%(url)s")
    values = {"count": count, "name": _name(partner_import.created_by), "url": _url(partner_import)}
    return subject % values, body % values


def _name(person: Any) -> str:
    return person.get_full_name() or person.get_username()


def _url(partner_import: Any) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("partner_import:show", args=[partner_import.pk])
