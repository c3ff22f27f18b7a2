"""Freshness: does a public translation say what its source says today?

A translation is outdated from the moment its source's next version is public until the translation of that version
is approved. Both are asked by what the public sees: the live revisions. Combine with `visible_q()` where a list is
shown to readers.

What a safety-critical page says must not be read when it is out of date: `hidden_q()` is part of `visible_q()`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest
from wagtail.models import Page

from newsroom.translation.languages import SOURCE
from newsroom.translation.models import Submission


def outdated_pages(code: str | None = None) -> QuerySet[Page]:
    """Public translations whose source says something else by now; of one language, or of all."""
    sources = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=SOURCE, live=True
    ).order_by("pk")
    made_from = Submission.objects.filter(revision_id=OuterRef("live_revision_id"))
    pages = (
        Page.objects.filter(live=True, live_revision__isnull=False, alias_of__isnull=True)
        .exclude(locale__language_code=SOURCE)
        .annotate(
            source_live_revision=Subquery(sources.values("live_revision_id")[:1]),
            source_changed_at=Subquery(
                sources.values(changed_at=Greatest("live_revision__created_at", "last_published_at"))[:1]
            ),
            made_from_revision=Subquery(made_from.values("source_revision_id")[:1]),
            was_submitted=Exists(made_from),
        )
        .filter(source_live_revision__isnull=False)
    )
    # A version that never went through a submission (an emergency) has only its date to go by. It was not made from
    # what was not public yet, however long ago that was written.
    by_record = Q(was_submitted=True) & (
        Q(made_from_revision__isnull=True) | ~Q(made_from_revision=F("source_live_revision"))
    )
    by_date = Q(was_submitted=False) & Q(source_changed_at__gt=F("live_revision__created_at"))
    pages = pages.filter(by_record | by_date)
    return pages.filter(locale__language_code=code) if code else pages


def outdated_q() -> Exists:
    """Whether a page is outdated, as an annotation or a condition of any queryset of pages."""
    return Exists(outdated_pages().filter(pk=OuterRef("pk")))


def hidden_q() -> Q:
    """Whether a page is a translation of a safety-critical page and is not known to say what that says today: the
    condition, for any queryset of pages.

    Whether it is safety-critical, the source's approved live revision decides; nothing that a translation says does.
    Where there is none (unpublished, deleted, not approved), nobody knows what the page should say, so a translation
    is hidden if any approved revision of the source, or its own, was ever safety-critical.

    The set is found once for a query, by a function in the database (migration 0002): every public read asks, and
    planning this anew for each of them took longer than all the rest."""
    return Q(pk__in=RawSQL("SELECT newsroom_hidden_pages(%s)", [SOURCE]))


def hidden_ids(pages: Any) -> set[int]:
    """The ids of those among pages that readers do not get because they are outdated: one query for a whole list."""
    live = Page.objects.filter(pk__in=[page.pk for page in pages], live=True, live_revision__isnull=False)
    return set(live.filter(hidden_q()).values_list("pk", flat=True))


def machine_made() -> Subquery:
    """The paths of the texts in a page's live revision that stand as a machine translated them, or null, as an
    annotation: noted when it was handed in."""
    return Subquery(Submission.objects.filter(revision_id=OuterRef("live_revision_id")).values("machine_made")[:1])


def is_outdated(page: Any) -> bool:
    """Whether this public translation says something else than its source; False for drafts and for sources."""
    return outdated_pages().filter(pk=page.pk).exists()


def outdated_ids(pages: Any) -> set[int]:
    """The ids of the outdated ones among pages: one query for a whole list."""
    return set(outdated_pages().filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))


def pages_to_translate(code: str) -> QuerySet[Page]:
    """Public source pages that a language does not show at all yet."""
    there = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=code, live=True)
    public = Page.objects.filter(locale__language_code=SOURCE, live=True, live_revision__isnull=False, depth__gt=1)
    return public.filter(alias_of__isnull=True).exclude(Exists(there))
