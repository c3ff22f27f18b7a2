"""What happens when a consent is over. Readers have lost what rests on it already (`visible.py`); here the pages
follow: they are unpublished, their schedules and reviews end, their history says so. And people are told in time.

Each page is one transaction, and whatever fails is tried again by the next run, within a minute."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, Revision, WorkflowState

from newsroom.authoring.consents import consents_of
from newsroom.consent.ends import hidden_q
from newsroom.consent.history import why_over
from newsroom.consent.records import Consent, Reliance, over_q
from newsroom.consent.resting import pages_resting_on
from newsroom.review import roles
from newsroom.review.approvals import hold_page

logger = logging.getLogger("newsroom.consents")

# How many days before an end people are told, each once.
TOLD_BEFORE = (30, 7)
# A page that rested on a consent that is over was unpublished. Sent within the transaction, with `page`.
went_down = Signal()


def end_consents() -> dict[str, int]:
    """Take off what rests on a consent that is over, and tell people of ends to come: counts of each outcome."""
    counts = {"unpublished": 0, "unscheduled": 0, "stopped": 0, "told": 0, "failed": 0}
    work: list[tuple[str, Callable[[int], bool], list[int]]] = [
        ("unpublished", _unpublish, list(_public().values_list("pk", flat=True))),
        ("unscheduled", _unschedule, list(_scheduled().values_list("pk", flat=True))),
        ("stopped", _stop_review, _under_review()),
        ("told", _tell, _ending()),
    ]
    for outcome, do, due in work:
        for pk in due:
            counts[_attempt(outcome, do, pk)] += 1
    return counts


def _attempt(outcome: str, do: Callable[[int], bool], pk: int) -> str:
    try:
        with transaction.atomic(), LogContext():
            do(pk)
    except Exception:
        logger.exception("a consent is over, and this failed", extra={"work": outcome, "pk": pk})
        return "failed"
    return outcome


def _public():
    return Page.objects.filter(live=True).filter(hidden_q())


def _scheduled():
    rests = Reliance.objects.filter(over_q("consent__")).values("revision_id")
    return Revision.page_revisions.filter(approved_go_live_at__isnull=False, pk__in=rests)


def _under_review() -> list[int]:
    """The reviews under way of versions that nobody can approve any more."""
    over = set(Consent.objects.over().values_list("pk", flat=True))
    if not over:
        return []
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__revision__isnull=False
    ).select_related("current_task_state__revision")
    return [state.pk for state in states if over & _named_in(state.current_task_state.revision)]


def _named_in(revision: Revision) -> set[int]:
    model = revision.content_type.model_class()
    return consents_of(revision) if model is not None and issubclass(model, Page) else set()


def _unpublish(pk: int) -> bool:
    hold_page(pk)
    page = _public().filter(pk=pk).first()
    if page is None:
        return False
    rests = Reliance.objects.filter(over_q("consent__"), revision_id=page.live_revision_id)
    why = _why(rests.values_list("consent_id", flat=True))
    page = page.specific
    page.unpublish(log_action=None)
    log(instance=page, action="newsroom.consent_over", data=why)
    went_down.send(sender=type(page), page=page)
    return True


def _unschedule(pk: int) -> bool:
    revision = _scheduled().filter(pk=pk).select_for_update().first()
    if revision is None:
        return False
    Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
    rests = Reliance.objects.filter(over_q("consent__"), revision_id=pk)
    why = _why(rests.values_list("consent_id", flat=True))
    page = revision.content_object
    log(instance=page, action="newsroom.consent_over_before", revision=revision, data=why)
    return True


def _stop_review(pk: int) -> bool:
    state = WorkflowState.objects.get(pk=pk)
    hold_page(state.object_id)
    state.refresh_from_db()
    over = Consent.objects.over().filter(pk__in=consents_of(state.current_task_state.revision))
    numbers = list(over.values_list("pk", flat=True))
    if state.status != WorkflowState.STATUS_IN_PROGRESS or not numbers:
        return False
    revision = state.current_task_state.revision
    state.cancel()
    log(
        instance=state.content_object,
        action="newsroom.consent_over_before",
        revision=revision,
        data=_why(numbers),
    )
    return True


def _why(numbers) -> dict[str, Any]:
    """What the log keeps: the sentence, which the audit's digest covers, and what it is made of, for readers of other
    languages."""
    consents = sorted(set(numbers))
    return {"reason": why_over(consents), "consents": consents}


# Telling people in time


def _ending() -> list[int]:
    soon = Consent.objects.ending_soon().only("pk", "valid_until", "told_days_before")
    return [consent.pk for consent in soon if _days_to_tell(consent) is not None]


def _days_to_tell(consent: Consent) -> int | None:
    """Of which of the two people are to be told now: the nearer one, if both are due."""
    if consent.valid_until is None:
        return None
    left = consent.valid_until - timezone.now()
    due = [days for days in TOLD_BEFORE if left.total_seconds() <= days * 86_400]
    told = consent.told_days_before
    return min(due) if due and (told is None or min(due) < told) else None


def _tell(pk: int) -> bool:
    consent = Consent.objects.select_for_update(of=("self",)).select_related("recorded_by").get(pk=pk)
    days = _days_to_tell(consent) if not consent.is_over else None
    if days is None:
        return False
    consent.told_days_before = days
    consent.save(update_fields=["told_days_before"])
    subject, body = _letter(consent)
    for address in sorted(_whom(consent)):
        send_mail(subject, body, None, [address])
    return True


def _whom(consent: Consent) -> set[str]:
    editors = Group.objects.get(name=roles.EDITORS).user_set.filter(is_active=True).exclude(email="")
    recorder = consent.recorded_by
    mine = {recorder.email} if recorder is not None and recorder.is_active and recorder.email else set()
    return mine | set(editors.values_list("email", flat=True))


def _letter(consent: Consent) -> tuple[str, str]:
    """Pseudonym and number, and what rests on it. A mail lies on servers that are not ours."""
    day = date_format(localtime(consent.valid_until), "DATE_FORMAT")
    names = {"name": consent.pseudonym, "number": consent.pk, "day": day}
    resting = [each["page"] for each in pages_resting_on([consent]).get(consent.pk, []) if each["rests_now"]]
    pages = "\n".join(f"- {page.title} ({page.locale.get_display_name()})" for page in resting) or _("- nothing public")
    return (
        _("A consent ends on %(day)s: %(name)s (%(number)s)") % names,
        _(
            "The consent of %(name)s (%(number)s) ends on %(day)s. Then this goes down by itself:\n\n%(pages)s\n\n"
            "A Consent keeper can ask them again, and move the end:\n%(url)s"
        )
        % {**names, "pages": pages, "url": f"{settings.WAGTAILADMIN_BASE_URL}/admin/consents/{consent.pk}/"},
    )
