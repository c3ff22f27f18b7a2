"""Which files and pictures are public: those that the approved revision of some visible page refers to, and no others.

Wagtail's reference index follows page rows; readers get approved revisions, so the answer is read from those. It is
asked on every request: with the last page that refers to it a file goes too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from wagtail.models import Page, Revision

from newsroom.authoring.compiled import Compiled
from newsroom.authoring.documents import approved_page, visible_rows
from newsroom.authoring.references import References, references_in, references_of
from newsroom.authoring.visible import visible_pages
from newsroom.consent.models import TakeDown
from newsroom.review.models import Approval
from newsroom.web.models import RevisionFiles

# What PostgreSQL's integer holds, as the ids of documents do.
MAX_ID = 2**31 - 1


def is_published(document_id: int) -> bool:
    """Whether a visible page refers to this document: one query where one does."""
    if not 0 < document_id <= MAX_ID:
        return False
    return _is_referred_to(document_id) or (_read_new_revisions() > 0 and _is_referred_to(document_id))


def is_shown(image_id: int) -> bool:
    """Whether a visible page shows this picture: one query where one does."""
    if not 0 < image_id <= MAX_ID:
        return False
    return _is_referred_to(image_id, "images") or (_read_new_revisions() > 0 and _is_referred_to(image_id, "images"))


def all_shown(kind: str) -> set[int]:
    """The ids of all "images" that visible pages show, or of all "documents" that they offer."""
    _read_new_revisions()
    shown = RevisionFiles.objects.filter(revision_id__in=visible_pages().order_by().values("live_revision_id"))
    return {pk for pks in shown.values_list(kind, flat=True) for pk in pks}


def with_toolkit(rows: Any, types: Iterable[type]) -> Any:
    """The rows among visible ones of pages whose approved revision names files to take."""
    # A stream is kept as text within the revision's JSON.
    files = KeyTextTransform("toolkit", "live_revision__content")
    kinds = ContentType.objects.get_for_models(*types).values()
    pages = rows.filter(content_type_id__in=[kind.pk for kind in kinds])
    return pages.annotate(files_to_take=files).exclude(files_to_take__isnull=True).exclude(files_to_take__in=["", "[]"])


def was_taken_down(pk: int, kind: str = "documents") -> bool:
    """Whether a page that is taken down showed this document, or (of `kind` "images") this picture."""
    if not 0 < pk <= MAX_ID:
        return False
    taken_down = Page.objects.filter(translation_key__in=TakeDown.objects.in_force().values("translation_key"))
    shown = Revision.page_revisions.filter(approvals__page__in=taken_down)
    for revision in shown.filter(referred_files__isnull=True).distinct().iterator(chunk_size=50):
        _note({revision.pk: references_in(revision)})
    return shown.filter(**{f"referred_files__{kind}__contains": [pk]}).exists()


def pictures_approved_with(page_ids: list[int]) -> set[int]:
    """The ids of the pictures in all approved revisions of these pages. Each revision is read once, ever."""
    noted = _noted_of(pages=page_ids)
    unread = [pk for pk, images in noted if images is None]
    found = {image for _, images in noted for image in images or ()}
    read = {revision.pk: references_in(revision) for revision in _revisions(unread)}
    _note(read)
    return found.union(*(named.images for named in read.values()))


_noted_of = Compiled(
    lambda pages: (
        Approval.objects.filter(page__any_of=pages)
        .order_by()
        .distinct()
        .values_list("revision_id", "revision__referred_files__images")
    ),
    pages=[-9001],
)


def _revisions(pks: list[int]) -> Iterable[Revision]:
    return Revision.objects.filter(pk__in=pks).iterator(chunk_size=50) if pks else ()


def _is_referred_to(pk: int, kind: str = "documents") -> bool:
    of_live_revision = RevisionFiles.objects.filter(
        revision_id=OuterRef("live_revision_id"), **{f"{kind}__contains": [pk]}
    )
    return visible_pages().filter(Exists(of_live_revision)).exists()


def _read_new_revisions() -> int:
    """Note what newly visible revisions refer to: how many there were."""
    noted = RevisionFiles.objects.filter(revision_id=OuterRef("live_revision_id"))
    count = 0
    for row in visible_rows().exclude(Exists(noted)).iterator(chunk_size=100):
        _note({row.live_revision_id: references_of(approved_page(row))})
        count += 1
    return count


def _note(read: dict[int, References]) -> None:
    """Keep what revisions refer to, by their ids."""
    # Two requests may meet here; both would write the same.
    RevisionFiles.objects.bulk_create(
        [
            RevisionFiles(revision_id=pk, documents=sorted(named.documents), images=sorted(named.images))
            for pk, named in read.items()
        ],
        ignore_conflicts=True,
    )
