"""Files and pictures say something too. A page names them by id, so replacing or deleting one would change what
readers get without anybody's review: what a page names therefore stays as it is. That holds for a draft too: whoever
wrote it chose what they saw, and somebody who puts another file behind it and then approves would be alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision, TaskState

from newsroom.authoring.naming import may_name
from newsroom.authoring.references import references_in
from newsroom.authoring.visible import taken_down_q
from newsroom.consent.models import TakeDown
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


def leaves_privacy(instance: Any) -> bool:
    """Whether a document that a page names would leave a private collection: readers would get it at once."""
    stored = type(instance).objects.select_related("collection").filter(pk=instance.pk).first() if instance.pk else None
    if stored is None or not _is_private(stored.collection) or _is_private(instance.collection):
        return False
    return is_relied_on(instance)


def _is_private(collection: Any) -> bool:
    return collection.get_view_restrictions().exists()


def refuse_leaving_privacy(instance: Any) -> None:
    """Raise LawError when it would."""
    if leaves_privacy(instance):
        raise law.LawError(why_stay_private())


def clean_leaving_privacy(instance: Any) -> None:
    """The same, as a form wants it: raises ValidationError."""
    if leaves_privacy(instance):
        raise ValidationError({"collection": why_stay_private()})


def is_relied_on(instance: Any) -> bool:
    """Whether an approved revision of any page, one under review, or the latest one refers to this file or picture."""
    approved = Approval.objects.filter(revision_id=OuterRef("pk"))
    latest = Page.objects.filter(latest_revision_id=OuterRef("pk"))
    return _is_named_by(Q(Exists(approved)) | Q(Exists(latest)) | _under_review(), instance)


def refuse_delete_in_use(instance: Any) -> None:
    """Raise LawError when readers get this file or picture, or soon may. What was taken down holds nothing back."""
    if is_needed(instance):
        raise law.LawError(why_not_delete())


def is_needed(instance: Any) -> bool:
    """Whether a version that is public, scheduled, under review or the latest refers to this file or picture; less
    those of pages that are taken down."""
    return bool(needed_among(type(instance), {instance.pk}))


def needed_among(model: Any, ids: Set[int]) -> set[int]:
    """The same of several files or pictures: one query, which looks through all of those versions once."""
    taken_down = TakeDown.objects.in_force().filter(translation_key=OuterRef("translation_key"))
    here = Page.objects.exclude(Exists(taken_down))
    live = here.filter(live=True, live_revision_id=OuterRef("pk"))
    latest = here.filter(latest_revision_id=OuterRef("pk"))
    scheduled = Q(approved_go_live_at__isnull=False)
    return _named_among(Q(Exists(live)) | Q(Exists(latest)) | scheduled | _under_review(), model, ids)


def of_taken_down_pages_among(model: Any, ids: Set[int]) -> set[int]:
    """Those that any version of a page that is taken down now refers to: one query, which looks through those alone."""
    pages = Page.objects.filter(taken_down_q()).annotate(number=Cast("pk", CharField()))
    return _named_among(Q(object_id__in=pages.values("number")), model, ids)


def _under_review() -> Q:
    """Of revisions: whether one is being reviewed."""
    return Q(Exists(TaskState.objects.filter(revision_id=OuterRef("pk"), status=TaskState.STATUS_IN_PROGRESS)))


def _is_named_by(which: Q, instance: Any) -> bool:
    return next(_naming(which, instance), None) is not None


def approved_with(instance: Any) -> list[int]:
    """The ids of the approved revisions that refer to this file or picture."""
    approved = Approval.objects.filter(revision_id=OuterRef("pk"))
    return [revision.pk for revision in _naming(Q(Exists(approved)), instance)]


def _naming(which: Q, instance: Any) -> Iterator[Revision]:
    found = _holding(which, type(instance), {instance.pk})
    return (revision for revision in found if instance.pk in _named_in(revision, type(instance)))


def _named_among(which: Q, model: Any, ids: Set[int]) -> set[int]:
    named: set[int] = set()
    if ids:
        for revision in _holding(which, model, ids):
            named |= _named_in(revision, model) & ids
            if named == ids:
                break
    return named


def _holding(which: Q, model: Any, ids: Set[int]) -> Iterator[Revision]:
    # Few revisions hold one of the numbers at all; the database finds those, then each is read.
    return may_name(Revision.page_revisions.filter(which), model, ids).iterator(chunk_size=50)


def _named_in(revision: Revision, model: Any) -> set[int]:
    found = references_in(revision)
    return found.images if issubclass(model, AbstractImage) else found.documents


def _stored_if_changed(instance: Any, fields: Iterable[str]) -> Any:
    """The stored version, if one of these fields differs from it; None for what is new or the same."""
    stored = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
    if stored is None:
        return None
    is_new_file = bool(instance.file) and not instance.file._committed
    is_changed = is_new_file or any(_is_other(stored, instance, name) for name in fields)
    return stored if is_changed else None


def _is_other(stored: Any, instance: Any, name: str) -> bool:
    before, now = getattr(stored, name), getattr(instance, name)
    return before != now and not (before in ("", None) and name in getattr(instance, "said_later_fields", ()))


def _explanation() -> str:
    return _(
        "A page uses this file, or was approved with it. Upload the new version as a new file and choose it in the "
        "page, so that somebody reviews it."
    )


def why_stay_private() -> str:
    """The sentence for whoever would take a private file into a public collection past a review."""
    return _("A page names this private file. Upload it as a new file and choose it in the page to make it public.")


def why_not_delete() -> str:
    """The sentence for whoever would delete what a page needs."""
    return _("A page uses this file. Take it out of the page and have that approved; then it can be deleted.")
