"""Approving and asking for changes from outside the editor: the dashboard's buttons and links in mails."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import TaskState

from newsroom.review import law
from newsroom.review.models import may_approve_task, names_on
from newsroom.review.notes import decided


class DecisionView(WorkflowActionView):
    """One decision on one version. Whatever it cannot do, it says in one sentence on the page that it leads to."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.task_state.workflow_state.object_id != str(self.object.pk):
            raise Http404
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            return self._say(_already(self.task_state))
        try:
            return super().dispatch(request, *args, **kwargs)
        except law.LawError as refusal:
            return self._say(str(refusal))

    def check_action(self) -> None:
        if self.action_name == "approve" and not may_approve_task(self.request.user, self.task_state):
            raise law.LawError(law.why_not_approve(self.request.user, **names_on(self.task_state, self.request.user)))
        super().check_action()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        in_a_dialogue = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if self.form_class and not in_a_dialogue:
            form = self.form_class(request.POST)
            if not form.is_valid():
                return self._say(" ".join(error for errors in form.errors.values() for error in errors))
        answer = super().post(request, *args, **kwargs)
        self.task_state.refresh_from_db()
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            messages.success(request, decided(self.object, self.action_name))
        return answer

    def _say(self, sentence: str) -> HttpResponse:
        messages.error(self.request, sentence)
        if self.request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(self.request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


def _already(task_state: TaskState) -> str:
    """Why a link to an old version decides nothing."""
    if task_state.status == TaskState.STATUS_CANCELLED and task_state.comment:
        return _("Nothing was decided. %(why)s") % {"why": task_state.comment}
    return _("Nothing was decided: this version is no longer waiting for a review.")
