"""What a decision reads, once. Wagtail looks the page, its revision and its workflow up again at each of its steps:
here each of them finds what was read under the lock. Whatever it does not find it looks up as before."""

from __future__ import annotations

from django.db.models import IntegerField
from django.db.models.functions import Cast
from wagtail.models import Locale, Page, Revision, TaskState, WorkflowState


def hold_page_of(task_state: TaskState) -> None:
    """Hold the row of the page that a task state is about until the end of the transaction."""
    number = Revision.objects.filter(pk=task_state.revision_id).values(number=Cast("object_id", IntegerField()))
    Page.objects.select_for_update(of=("self",)).filter(pk__in=number).values_list("pk").first()


def read_once(task_state: TaskState) -> None:
    """Read a task state again, with all that a decision on it needs: its page has to be held."""
    task_state.refresh_from_db(from_queryset=TaskState.objects.select_related("workflow_state__workflow", "revision"))
    state, revision = task_state.workflow_state, task_state.revision
    if state.current_task_state_id == task_state.pk:
        state.current_task_state = task_state
    page = revision.content_object
    if page is None:
        return
    page.locale = Locale.all_objects.get(pk=page.locale_id)
    row = page.page_ptr
    if row.latest_revision_id == revision.pk:
        row.latest_revision = revision
    WorkflowState.content_object.set_cached_value(state, row)
    revision.was_held = True


def hand_on(revision: Revision, to: Revision) -> None:
    """Let another instance of the same revision have the page that this one has, if it was read under the lock."""
    if getattr(revision, "was_held", False):
        Revision.content_object.set_cached_value(to, revision.content_object)
