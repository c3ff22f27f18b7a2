"""What happened to a page's review, in sentences for the people who have to act on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from newsroom.review.approvals import why_restarted
from newsroom.review.models import name_of


class Note(NamedTuple):
    """`text` is for reading; `asks` is true when somebody has to change something."""

    text: str
    asks: bool


def notes_on(page: Any, person: Any) -> list[Note]:
    """What an editor or a reviewer has to know before they touch the page. Newest first; empty when all is plain."""
    state = WorkflowState.objects.for_instance(page).active().select_related("current_task_state").first()
    current = state and state.current_task_state
    if not current:
        return []
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return [Note(requested_changes(current), asks=True)]
    why = why_restarted(current)
    told = [Note(why, asks=False)] if why else []
    return [*told, Note(_waits_for_you(current), asks=False)] if _may_approve(page, current, person) else told


def _may_approve(page: Any, task_state: TaskState, person: Any) -> bool:
    return any(name == "approve" for name, *_rest in task_state.task.specific.get_actions(page, person))


def _waits_for_you(task_state: TaskState) -> str:
    return _(
        "%(name)s handed this in, and it waits for your decision: choose “Approve” or “Request changes” in the menu at "
        "the bottom. If you save a change of your own, somebody else has to approve it."
    ) % {"name": name_of(task_state.workflow_state.requested_by_id)}


def decided(page: Any, action: str) -> str:
    """What a decision that was just made has led to, for the person who made it."""
    page = Page.objects.get(pk=page.pk)
    title = page.get_admin_display_title()
    if action == "reject":
        return _("“%(title)s” went back to its author, with your reason.") % {"title": title}
    if page.workflow_in_progress:
        return _("Your approval of “%(title)s” is recorded. The next review follows.") % {"title": title}
    if page.scheduled_revision:
        hour = date_format(localtime(page.scheduled_revision.approved_go_live_at), "DATETIME_FORMAT")
        return _("“%(title)s” is approved and goes live by itself: %(hour)s.") % {"title": title, "hour": hour}
    return _("“%(title)s” is approved and public.") % {"title": title}


def requested_changes(task_state: TaskState) -> str:
    """A rejection as the author reads it. Its reason may run the other way than the sentence around it: Unicode's
    isolates (FSI … PDI) keep the quotation marks where they belong."""
    return _("%(name)s requests changes: “%(reason)s”") % {
        "name": name_of(task_state.finished_by_id),
        "reason": f"\u2068{task_state.comment}\u2069",
    }
