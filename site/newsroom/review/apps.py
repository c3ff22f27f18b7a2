"""Registers the review application."""

from django.apps import AppConfig
from django.db.models.signals import pre_save


class ReviewConfig(AppConfig):
    """Who must agree before a page is public."""

    name = "newsroom.review"
    label = "review"

    def ready(self):
        from wagtail.models import Revision, WorkflowState

        from newsroom.review.approvals import require_approval_to_schedule
        from newsroom.review.handing_in import refuse_while_taken_down

        pre_save.connect(require_approval_to_schedule, sender=Revision, dispatch_uid="newsroom.review.schedule")
        pre_save.connect(refuse_while_taken_down, sender=WorkflowState, dispatch_uid="newsroom.review.handing_in")
