"""Wagtail's page editor, with the review's story told and its decisions made only on what the person has read."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages import edit
from wagtail.models import WorkflowState

from newsroom.review import law
from newsroom.review.models import names_on
from newsroom.review.notes import decided, notes_on


class EditView(edit.EditView):
    """The editor. A decision on an outdated screen is refused with a sentence, and so is one on words of one's own;
    what the person typed is saved all the same."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for note in [] if self.hydrate_create_view else notes_on(self.page, request.user):
            (messages.warning if note.asks else messages.info)(request, note.text)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action-workflow-action"):
            if self._was_overtaken():
                return self._refuse_outdated()
            if not self.workflow_action_is_valid():
                messages.warning(request, self._why_not())
        return super().post(request, *args, **kwargs)

    def submit_action(self) -> HttpResponse:
        if self.workflow_state is not None:
            # Wagtail lets a review go on in two steps: what saves by itself in between would find it without a task.
            self.workflow_state.resume = transaction.atomic(self.workflow_state.resume)
        try:
            return super().submit_action()
        except law.LawError as refusal:
            messages.error(self.request, _("What you wrote is saved. %(why)s") % {"why": refusal})
            return self.redirect_and_remain()

    def perform_workflow_action(self) -> HttpResponse:
        try:
            return super().perform_workflow_action()
        except law.LawError as refusal:
            changed = self.workflow_action == "approve" and self.has_content_changes
            messages.error(
                self.request, _("Your change is saved. %(why)s") % {"why": refusal} if changed else str(refusal)
            )
            return self.redirect_and_remain()

    def add_save_confirmation_message(self) -> None:
        if self.action_name == "perform_workflow_action":
            messages.success(self.request, decided(self.page, self.workflow_action))
        else:
            super().add_save_confirmation_message()

    def _was_overtaken(self) -> bool:
        """Somebody else changed or decided the page after this screen was opened. (What the person's own editor
        saved by itself is what they see.)"""
        state = self.workflow_state
        changed = self.is_out_of_date and self.latest_revision.user_id != self.request.user.pk
        return changed or state is None or state.status != WorkflowState.STATUS_IN_PROGRESS

    def _refuse_outdated(self) -> HttpResponse:
        sentence = _("The page changed after you opened it, so nothing was decided. Read it as it is now, then decide.")
        comment = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}").get("comment")
        if comment:  # What somebody wrote is not lost with the decision.
            sentence += " " + _("You wrote: “%(comment)s”") % {"comment": comment}
        messages.error(self.request, sentence)
        return self.redirect_and_remain()

    def _why_not(self) -> str:
        task_state = self.page.current_workflow_task_state
        if self.workflow_action == "approve":
            return law.why_not_approve(self.request.user, **names_on(task_state, self.request.user))
        return _("You are not one of the reviewers of this page.")
