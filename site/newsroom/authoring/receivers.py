"""What must not be deleted, by whatever view, command or queryset."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from newsroom.authoring.cleaning import papers
from newsroom.authoring.consents import (
    note_what_a_picture_says,
    note_what_it_rests_on,
    require_consents_to_approve,
    require_consents_to_hand_in,
)
from newsroom.authoring.harmless import clean_content
from newsroom.authoring.in_use import refuse_delete_in_use
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.tasks import follow_consent
from newsroom.authoring.video_words import require_words_to_approve, require_words_to_hand_in
from newsroom.authoring.visible import is_kept_on_record
from newsroom.consent.keeping import consent_changed, take_documents_through
from newsroom.consent.removal import erasing
from newsroom.review import law
from newsroom.review.models import Approval


@receiver(pre_delete, sender=NewsroomDocument)
@receiver(pre_delete, sender=NewsroomImage)
def keep_what_pages_need(instance: Any, **kwargs: Any) -> None:
    """A file or picture goes when no page needs it any more."""
    refuse_delete_in_use(instance)


pre_save.connect(require_words_to_approve, sender=Approval, dispatch_uid="newsroom.authoring.approve_videos")
pre_save.connect(require_words_to_hand_in, sender=WorkflowState, dispatch_uid="newsroom.authoring.hand_in_videos")
pre_save.connect(require_consents_to_approve, sender=Approval, dispatch_uid="newsroom.authoring.approve_consents")
post_save.connect(note_what_it_rests_on, sender=Approval, dispatch_uid="newsroom.authoring.rest_on_consents")
post_save.connect(note_what_a_picture_says, sender=NewsroomImage, dispatch_uid="newsroom.authoring.pictures_say")
post_save.connect(note_what_a_picture_says, sender=NewsroomDocument, dispatch_uid="newsroom.authoring.files_say")
pre_save.connect(require_consents_to_hand_in, sender=WorkflowState, dispatch_uid="newsroom.authoring.hand_in_consents")
take_documents_through(papers.let_in)
consent_changed.connect(follow_consent, dispatch_uid="newsroom.authoring.follow_consents")


@receiver(pre_save, sender=Revision)
def strip_what_could_run(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Every revision of a page, whoever writes it."""
    model = instance.content_type.model_class() if instance.content_type_id else None
    if model is not None and issubclass(model, Page) and isinstance(instance.content, dict):
        clean_content(model, instance.content)


@receiver(pre_delete, sender=Page)
def keep_what_was_taken_down(instance: Page, **kwargs: Any) -> None:
    """A page that was public and is taken down stays on record: with it, its 410 would go."""
    if not erasing.is_under_way() and is_kept_on_record(Page.objects.filter(pk=instance.pk)):
        raise law.LawError(_("This page was public and is taken down: it stays on record until that is lifted."))
