"""What readers no longer get because a consent is over, as a part of the one condition on every public read."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.expressions import RawSQL


def hidden_q() -> Q:
    """Whether a page's live revision rests on a consent that is over: the condition, for any queryset of pages.

    The set is found once for a query, by a function in the database (migration 0002), for the reason that decision
    0011 gives: as conditions on each page this would be planned anew for every public read."""
    return Q(live_revision_id__in=RawSQL("SELECT newsroom_revisions_without_consent()", []))
