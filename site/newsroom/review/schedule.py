"""Scheduled publishing, one transaction per page.

Wagtail's own `publish_scheduled` clears and publishes in steps: killed half-way it loses schedules and leaves pages
live without a log entry. Here each version is published, logged and cleared together, or not at all; and one that
fails does not keep the others waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from newsroom.review import law

logger = logging.getLogger("newsroom.schedule")


def run_schedule() -> dict[str, int]:
    """Publish every approved version whose hour has come, and unpublish what has expired: counts of each outcome.
    What `failed` keeps its hour, so that the next run tries again."""
    counts = {"published": 0, "refused": 0, "expired": 0, "failed": 0}
    for work, due in ((_publish, _due()), (_expire, _expired())):
        for pk in due:
            outcome = _attempt(work, pk)
            if outcome:
                counts[outcome] += 1
    return counts


def _due() -> list[int]:
    due = Revision.page_revisions.filter(approved_go_live_at__lte=timezone.now())
    return list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


def _expired() -> list[int]:
    return list(
        Page.objects.live().filter(expire_at__lte=timezone.now()).order_by("expire_at").values_list("pk", flat=True)
    )


def _attempt(work: Callable[[int], str], pk: int) -> str:
    """The outcome; "failed" for whatever a receiver of Wagtail's signals raises, which undoes that one page."""
    try:
        with transaction.atomic():
            return work(pk)
    except Exception:
        logger.exception("schedule failed", extra={"work": work.__name__, "pk": pk})
        return "failed"


def _publish(pk: int) -> str:
    # Two workers may meet here: the second finds the row locked, skips it, and is right to.
    due = Revision.objects.filter(pk=pk, approved_go_live_at__lte=timezone.now())
    revision = due.select_for_update(skip_locked=True).first()
    if revision is None:
        return ""
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except law.LawError as refusal:
        _take_off(revision, str(refusal))
        return "refused"
    return "published"


def _take_off(revision: Revision, why: str) -> None:
    """A version that the law refuses is not tried for ever, and its page's history says so."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    log(
        instance=revision.content_object,
        action="newsroom.schedule_refused",
        revision=revision,
        data={"reason": why},
    )


def _expire(pk: int) -> str:
    page = Page.objects.live().filter(pk=pk, expire_at__lte=timezone.now()).select_for_update(skip_locked=True).first()
    if page is None:
        return ""
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return "expired"
