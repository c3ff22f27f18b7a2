"""Files and pictures say something too. A page names them by id, so replacing one would change what readers get
without anybody's review: what was approved, or is being reviewed, therefore stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage
from wagtail.models import Revision, TaskState

from newsroom.authoring.references import references_in
from newsroom.review import law
from newsroom.review.models import Approval


def refuse_change_in_use(instance: Any, fields: Iterable[str]) -> None:
    """Raise LawError when one of these fields of a file or picture would change while a review relies on it."""
    if _stored_if_changed(instance, fields) and is_relied_on(instance):
        raise law.LawError(_explanation())


def clean_change_in_use(instance: Any, fields: Iterable[str]) -> None:
    """The same, as a form wants it: raises ValidationError. The instance has its own file again, or the form would
    look for the upload where files are stored, and say that it is missing."""
    stored = _stored_if_changed(instance, fields)
    if stored and is_relied_on(instance):
        instance.file = stored.file
        raise ValidationError(_explanation())


def is_relied_on(instance: Any) -> bool:
    """Whether an approved revision of any page, or one under review, refers to this file or picture."""
    approved = Approval.objects.filter(revision_id=OuterRef("pk"))
    under_review = TaskState.objects.filter(revision_id=OuterRef("pk"), status=TaskState.STATUS_IN_PROGRESS)
    settled = Revision.page_revisions.filter(Exists(approved) | Exists(under_review))
    # Few revisions hold the number at all; the database finds those, then each is read.
    holding = settled.annotate(text=Cast("content", TextField())).filter(text__regex=rf"\m{int(instance.pk)}\M")
    return any(_refers_to(revision, instance) for revision in holding.iterator(chunk_size=50))


def _refers_to(revision: Revision, instance: Any) -> bool:
    found = references_in(revision)
    return instance.pk in (found.images if isinstance(instance, AbstractImage) else found.documents)


def _stored_if_changed(instance: Any, fields: Iterable[str]) -> Any:
    """The stored version, if one of these fields differs from it; None for what is new or the same."""
    stored = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
    if stored is None:
        return None
    is_new_file = bool(instance.file) and not instance.file._committed
    is_changed = is_new_file or any(getattr(stored, name) != getattr(instance, name) for name in fields)
    return stored if is_changed else None


def _explanation() -> str:
    return _(
        "A page that was approved, or is being reviewed, uses this file. Upload the new version as a new file and "
        "choose it in the page, so that somebody reviews it."
    )
