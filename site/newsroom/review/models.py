"""What the law remembers, and the workflow tasks that ask for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.deletion import CASCADE, ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, PageLogEntry, Revision, TaskState, WorkflowState

from newsroom.review import law, reading


def keep_approved_revisions(collector, field, sub_objs, using):
    """Go with the page, but refuse when the revision alone is deleted (Wagtail's `purge_revisions` counts a
    ProtectedError as "ignored"). Purging the live revision would take a page off the site without anybody's word."""
    origin = getattr(collector, "origin", None)
    if isinstance(origin, Revision):
        raise ProtectedError("This revision was approved and is kept on record.", set(sub_objs))
    CASCADE(collector, field, sub_objs, using)


def person_key(**kwargs: Any) -> models.ForeignKey:
    """A person on the record: the number stays when the account is deleted, so that the rules below still hold."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", **kwargs
    )


class Approval(models.Model):
    """Somebody's yes to exactly one revision. Rows are written once; a database trigger forbids changing them, and
    forbids changing the content of a revision that has one (see the migration)."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("review")
        EMERGENCY = "emergency", _("emergency, without review")

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="approvals")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=keep_approved_revisions, related_name="approvals")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REVIEW)
    author = person_key(null=True)
    submitted_by = person_key(null=True)
    approved_by = person_key()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("publish_in_emergency", _("Publish without approval, giving a written reason")),
            ("arrange_public_pages", _("Move and reorder pages that are public")),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_second_pair_of_eyes",
                condition=Q(kind="emergency")
                | (
                    Q(kind="review", author__isnull=False)
                    & ~Q(approved_by=F("author"))
                    & (Q(submitted_by__isnull=True) | ~Q(approved_by=F("submitted_by")))
                ),
            ),
            models.CheckConstraint(
                name="an_emergency_has_a_reason", condition=Q(kind="review") | Q(reason__regex=r"\S")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: revision {self.revision_id}"


class RequestChangesForm(forms.Form):
    """A rejection says what has to change: the author reads it and can act."""

    comment = forms.CharField(
        label=_("What has to change?"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what has to change, so that the author can fix it.")},
    )


class ReviewTask(AbstractGroupApprovalTask):
    """A group approval that obeys the law: it offers approval only to a second pair of eyes, and a rejection has a
    reason. Abstract: see EditorialReviewTask and LanguageReviewTask."""

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        task_state = obj.current_workflow_task_state
        if actions and task_state is not None and not may_approve_task(user, task_state):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_form_for_action(self, action):
        return RequestChangesForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        # One at a time: every edit, decision and take-down of a page takes the lock of its row first. Who comes
        # second decides on what is there then.
        reading.hold_page_of(task_state)
        reading.read_once(task_state)
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise law.LawError(_("Nothing was decided: this version is no longer waiting for a review."))
        if not (user.is_superuser or self._user_in_groups(user)):
            raise law.LawError(_("You are not one of the reviewers of this page."))
        if action_name == "approve" and not may_approve_task(user, task_state):
            raise law.LawError(law.why_not_approve(user, **names_on(task_state, user)))
        if action_name == "reject" and not law.is_a_reason(kwargs.get("comment")):
            raise law.LawError(_("Say what has to change, so that the author can fix it."))
        return super().on_action(task_state, user, action_name, **kwargs)

    class Meta:
        abstract = True


class EditorialReviewTask(ReviewTask):
    """Editors agree to a page in the source language."""

    class Meta:
        verbose_name = _("Editorial review task")


class LanguageReviewTask(ReviewTask):
    """The reviewers of one language agree to a translation."""

    class Meta:
        verbose_name = _("Language review task")


def names_on(task_state: TaskState, person: Any = None) -> dict[str, int | None]:
    """Who wrote and who submitted what a task state is about, as `law.may_approve` takes them. Of several people who
    submitted it, again after changes were asked for, the one that matters is `person`, if they are one of them."""
    state: WorkflowState = task_state.workflow_state
    submitter = person.pk if person is not None and _handed_in(state, person) else state.requested_by_id
    return {"author_id": task_state.revision.user_id, "submitted_by_id": submitter}


def _handed_in(state: WorkflowState, person: Any) -> bool:
    """Wagtail keeps only who submitted first; its log knows who did so again."""
    handed_in = PageLogEntry.objects.filter(action__in=("wagtail.workflow.start", "wagtail.workflow.resume"))
    return handed_in.filter(page_id=state.object_id, user=person.pk, timestamp__gte=state.created_at).exists()


def may_approve_task(user, task_state: TaskState) -> bool:
    """Whether the law lets this person approve what the task state is about."""
    return law.may_approve(user, **names_on(task_state, user))


def name_of(person_id: int | None) -> str:
    """A person on the record as others know them, also when the account is gone."""
    person = get_user_model().objects.filter(pk=person_id).first() if person_id else None
    if person is None:
        return str(_("somebody whose account was deleted"))
    return person.get_full_name() or person.get_username()
