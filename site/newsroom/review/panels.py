"""What waits for a person, on Wagtail's own home: its panels, extended."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Revision, WorkflowState

from newsroom.review import law
from newsroom.review.approvals import why_restarted
from newsroom.review.models import names_on
from newsroom.review.notes import requested_changes

SHOWN = 20


class AwaitingReviewPanel(WorkflowObjectsToModeratePanel):
    """What waits for this person's review; and, below it, what they wrote and somebody else has to approve."""

    template_name = "review/awaiting_panel.html"
    order = 205  # Before what the person handed in: others wait for this.

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        person = context["request"].user
        for state in context["states"]:
            names = names_on(state["task_state"])
            may = law.may_approve(person, **names)
            state["why_not"] = "" if may else law.why_not_approve(person, **names)
            state["why_again"] = why_restarted(state["task_state"])
        context["states"].sort(key=lambda state: bool(state["why_not"]))
        context["for_me"] = sum(not state["why_not"] for state in context["states"])
        return context


class SubmittedPanel(UserObjectsInWorkflowModerationPanel):
    """What this person handed in: first what came back, with the reason, then what is being reviewed."""

    template_name = "review/submitted_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        for state in states:
            came_back = state.status == WorkflowState.STATUS_NEEDS_CHANGES
            state.asked_for = requested_changes(state.current_task_state) if came_back else ""
        context["workflow_states"] = sorted(states, key=lambda state: not state.asked_for)
        return context


class ScheduledPanel(Component):
    """What goes live by itself, and when, for those who may edit it or take it off."""

    name = "scheduled_pages"
    template_name = "review/scheduled_panel.html"
    order = 230

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        person = parent_context["request"].user
        scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
        rows = []
        for revision in scheduled.defer("content").prefetch_related("content_object")[:SHOWN]:
            may = revision.content_object.specific.permissions_for_user(person)
            if may.can_edit() or may.can_unschedule():
                rows.append({"revision": revision, "page": revision.content_object, "may": may})
        return {"rows": rows}


def extend(request: Any, panels: list[Any]) -> None:
    """Put our panels in the place of Wagtail's, and leave every other panel where it is."""
    ours = {WorkflowObjectsToModeratePanel: AwaitingReviewPanel, UserObjectsInWorkflowModerationPanel: SubmittedPanel}
    panels[:] = [ours.get(type(panel), lambda panel=panel: panel)() for panel in panels]
    panels.append(ScheduledPanel())
