"""How far a page may go: as far as everybody in it agreed. Each page is on this website; what is made of it to be taken
away, or to be shown on social media, is made of those only whose every consent is for that too."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from newsroom.consent.records import Reliance


def not_for(use: str) -> Exists:
    """Whether a page's live revision rests on a consent that is not for this use, for any queryset of pages."""
    rests = Reliance.objects.filter(revision_id=OuterRef("live_revision_id"))
    return Exists(rests.exclude(consent__uses__contains=[use]))
