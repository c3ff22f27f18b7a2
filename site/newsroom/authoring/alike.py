"""Which other pages hold the words or the pictures of a page (`newsroom.consent.removal.alike`).

A copy has a translation key of its own and nothing that says what it is a copy of. But each part of a body has a
number that no other part in the world has, and copying keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from newsroom.authoring.naming import may_name
from newsroom.authoring.references import References, page_of, raw_stream, references_in
from newsroom.consent.removal.alike import Found, register
from newsroom.consent.statement import Statement

_NUMBER = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# The latest version of each page, and the one that is public, which hold one of these numbers: by the index of
# migration 0008.
_HOLDING = """
    WITH version AS MATERIALIZED (SELECT id FROM wagtailcore_revision WHERE newsroom_named_in(content) && %s::text[])
    SELECT version.id FROM version JOIN wagtailcore_page page ON page.live_revision_id = version.id
    WHERE page.id <> ALL(%s)
    UNION SELECT version.id FROM version JOIN wagtailcore_page page ON page.latest_revision_id = version.id
    WHERE page.id <> ALL(%s)
"""


def connect() -> None:
    """Called once, when all rooms are there."""
    register(same_words)
    register(same_pictures)


def same_words(ids: Sequence[int]) -> Iterator[Found]:
    """Pages that have parts of one of these, to the letter. Likely where that is half of what they say: what somebody
    took from an old page to begin a new one may be the last line."""
    parts: dict[str, set[str]] = {}
    for revision in _versions(ids):
        for number, words in _parts(revision):
            parts.setdefault(number, set()).add(words)
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, [list(parts), list(ids), list(ids)])
        holding = [row[0] for row in cursor.fetchall()]
    for revision in Revision.page_revisions.filter(pk__in=holding).iterator(chunk_size=50):
        theirs = list(_parts(revision))
        same = sum(words in parts.get(number, ()) for number, words in theirs)
        if same:
            why = _("was copied from it, or it from that one: %(same)d of %(all)d parts are the same")
            yield Found(int(revision.object_id), why % {"same": same, "all": len(theirs)}, same * 2 >= len(theirs))


def same_pictures(ids: Sequence[int]) -> Iterator[Found]:
    """Pages that show a picture of one of these, or the same file uploaded once more. What it says of itself decides
    whether that is likely."""
    model = get_image_model().objects
    named = _shown_by(_versions(ids))
    if not named:
        return
    files = model.filter(pk__in=named).exclude(file_hash="").values("file_hash")
    images = model.filter(Q(pk__in=named) | Q(file_hash__in=files))
    shown = named | set(images.values_list("pk", flat=True))
    nobody = {image.pk for image in images if Statement.of(image.consents).nobody}
    # Few versions hold the number at all; the database finds those, then each is read.
    live = Page.objects.filter(live=True).exclude(pk__in=ids).values("live_revision")
    holding = may_name(Revision.page_revisions.filter(pk__in=live), get_image_model(), shown)
    for revision in holding.iterator(chunk_size=50):
        theirs = references_in(revision).images & shown
        if theirs:
            yield Found(int(revision.object_id), _("shows the same picture"), not theirs <= nobody)


def _versions(ids: Sequence[int]) -> QuerySet[Revision]:
    """What these pages say, and what readers got of them before."""
    pages = Page.objects.filter(pk__in=ids)
    return Revision.page_revisions.filter(
        Q(approvals__page__in=ids) | Q(pk__in=pages.values("latest_revision")) | Q(pk__in=pages.values("live_revision"))
    ).distinct()


def _shown_by(versions: Iterable[Revision]) -> set[int]:
    found = References()
    for revision in versions:
        found |= references_in(revision)
    return found.images


def _parts(revision: Revision) -> Iterator[tuple[str, str]]:
    """The parts of a page's streams: the number of each, and all it says."""
    page: Any = page_of(revision)
    for model_field in page._meta.concrete_fields:
        if isinstance(model_field, StreamField):
            for part in raw_stream(getattr(page, model_field.name, None)):
                if re.fullmatch(_NUMBER, str(part.get("id"))):
                    yield part["id"], repr(part["value"])
