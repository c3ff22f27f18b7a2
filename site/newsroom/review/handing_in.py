"""Handing a page in for review, by whatever door: the editor, a translation, a batch, a script."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from newsroom.review import approvals, law


@transaction.atomic
def refuse_while_taken_down(sender: Any, instance: WorkflowState, raw: bool = False, **kwargs: Any) -> None:
    """Before a review begins or goes on: raise LawError for a page that is taken down. Its approval would be refused,
    so nobody is asked to read it, and nobody waits for an answer.

    The page is held first: an autosave that is about to write over its latest version is waited for, and the next one
    finds that version handed in; and a take-down ends the reviews that it finds."""
    if raw or instance.status != WorkflowState.STATUS_IN_PROGRESS:
        return
    if instance.base_content_type_id != ContentType.objects.get_for_model(Page).pk:
        return
    approvals.hold_page(instance.object_id)
    page = Page.objects.filter(pk=instance.object_id).first()
    if page is not None and apps.get_model("consent", "TakeDown").objects.in_force().of(page).exists():
        raise law.LawError(
            _("This page is taken down. It can be submitted for review as soon as a Duty editor lifts the take-down.")
        )
