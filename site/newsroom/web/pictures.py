"""The files of pictures: made once a page is public, gone once no public page shows them.

A rendition is a plain file behind an address that cannot be guessed, so that a web server, S3 or a CDN can hand it out.
Readers of a page learn its pictures' addresses. When the page goes, or goes on without a picture, the renditions of
what no public page shows any more are deleted; whoever may see the picture again gets it at a new address.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from newsroom.authoring.compiled import Compiled
from newsroom.authoring.delivery import make_pictures
from newsroom.authoring.documents import visible_rows
from newsroom.authoring.naming import may_name
from newsroom.authoring.references import references_in, references_of
from newsroom.translation.freshness import hidden_q
from newsroom.translation.languages import SOURCE
from newsroom.web.published import pictures_approved_with


@receiver(page_published)
def make_what_came(instance: Any, **kwargs: Any) -> None:
    """A page has a new version: have the files of its pictures made before somebody waits for them."""
    if references_of(instance).images:
        make_pictures_of.enqueue(instance.pk)


@task()
def make_pictures_of(page_id: int) -> int:
    """Make the files of all pictures that a page shows to the public now. Gives the number of pictures."""
    row = visible_rows().filter(pk=page_id).first()
    if row is None:
        return 0
    shown = references_in(row.live_revision)
    make_pictures(shown)
    # Making them takes seconds. Whoever took the page off meanwhile did not find these.
    if not visible_rows().filter(pk=page_id).exists():
        forget_pictures_of([page_id])
    return len(shown.images)


@receiver(page_published)
@receiver(page_unpublished)
def forget_what_went(instance: Any, **kwargs: Any) -> None:
    """A page was taken off (a take-down does that too), or has a new version, perhaps without some picture; and perhaps
    its translations are hidden from now on, as outdated ones of a safety-critical page are."""
    hides = instance.locale.language_code == SOURCE
    forget_pictures_of({instance.pk, *(_hidden_with(key=instance.translation_key) if hides else ())})


_hidden_with = Compiled(
    lambda key: Page.objects.filter(hidden_q(), translation_key=key, live=True).values_list("pk", flat=True),
    key=UUID(int=9001),
)


@receiver(post_page_move)
def forget_what_moved(instance: Any, **kwargs: Any) -> None:
    """A page and all below it were moved, perhaps below one that is private."""
    forget_pictures_of(Page.objects.descendant_of(instance, inclusive=True).live().values_list("pk", flat=True))


@receiver(post_save, sender=PageViewRestriction)
def forget_what_became_private(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page and all below it were kept from the public."""
    below = Page.objects.descendant_of(instance.page, inclusive=True).live()
    forget_pictures_of(below.values_list("pk", flat=True))


def forget_pictures_of(page_ids: Iterable[int]) -> None:
    """Delete the renditions of pictures that approved revisions of these pages showed and no public page shows now."""
    pks = list(page_ids)
    went = pictures_approved_with(pks)
    if not went:
        return
    # What these pages show now needs no search through all others.
    for row in visible_rows().filter(pk__in=pks):
        went -= references_in(row.live_revision).images
    forget_unshown(went)


def forget_unshown(image_ids: Iterable[int]) -> None:
    """Delete the renditions of those among these pictures that no public page shows."""
    renditions = get_image_model().get_rendition_model().objects
    candidates = renditions.filter(image_id__in=list(image_ids)).values_list("image_id", flat=True).distinct()
    for rendition in renditions.filter(image_id__in=[pk for pk in candidates if not is_shown(pk)]):
        rendition.delete()
        # Wagtail leaves this to a background task: too late for a picture of somebody at risk.
        transaction.on_commit(partial(rendition.file.storage.delete, rendition.file.name), robust=True)


def is_shown(image_id: int) -> bool:
    """Whether a public page shows this picture."""
    # Few revisions hold the number at all; the database finds those, then each is read.
    naming = may_name(Revision.page_revisions, get_image_model(), [image_id])
    holding = visible_rows().filter(live_revision__in=naming.values("pk"))
    return any(image_id in references_in(row.live_revision).images for row in holding.iterator(chunk_size=50))
