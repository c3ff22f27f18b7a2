"""What the public can see: the law as one database condition, asked on every public read.

A page row is visible when it is live on a revision that holds an approval for this very page, given after any
take-down, and when it has not expired, is not restricted, is no alias, and is no translation of a safety-critical page
that says something else by now, and when no consent that the revision rests on is over. The words come from that
revision and from nowhere else: a live row that some import, alias or translation view overwrote changes nothing that
readers get.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length, Now
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.query import PageQuerySet

from newsroom.consent.ends import hidden_q as without_consent_q
from newsroom.consent.models import TakeDown
from newsroom.review.models import Approval
from newsroom.translation.freshness import hidden_q


def visible_q() -> Q:
    """The condition, for any queryset of pages."""
    covering = TakeDown.objects.filter(translation_key=OuterRef(OuterRef("translation_key"))).filter(
        Q(restored_at__isnull=True) | Q(created_at__gte=OuterRef("created_at"))
    )
    approved = Approval.objects.filter(page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id")).exclude(
        Exists(covering)
    )
    restricted = PageViewRestriction.objects.filter(page__path=Left(OuterRef("path"), Length(F("page__path"))))
    return (
        Q(live=True, alias_of__isnull=True, live_revision__isnull=False)
        & (Q(expire_at__isnull=True) | Q(expire_at__gt=Now()))
        & Exists(approved)
        & ~Exists(restricted)
        & ~hidden_q()
        & ~without_consent_q()
    )


def visible_pages() -> PageQuerySet:
    """Every page that the public can see, as plain `Page` rows in tree order, of every type and language."""
    return Page.objects.filter(depth__gt=1).filter(visible_q())


def public_documents() -> QuerySet:
    """Every document that a public page may offer: those that no editor keeps in a private collection, or below one."""
    collection = Left(OuterRef("collection__path"), Length(F("collection__path")))
    private = CollectionViewRestriction.objects.filter(collection__path=collection)
    return get_document_model().objects.exclude(Exists(private))


def taken_down_q() -> Q:
    """The condition of being taken down now, itself or as an alias of what is, for any queryset of pages."""
    keys = [OuterRef("translation_key"), OuterRef("alias_of__translation_key")]
    return Q(Exists(TakeDown.objects.in_force().filter(translation_key__in=keys)))


def is_taken_down(translation_key) -> bool:
    """Whether readers are told that the page with this translation key (a UUID) is taken down, in every language. Of
    what nobody ever approved they are told nothing: that there was a draft, and under which name, is none of theirs.
    (Of what was erased there is no page any more; it was known if its addresses were kept.)"""
    pages = Page.objects.filter(translation_key=translation_key, approvals__isnull=False)
    told = Exists(pages) | Q(erasure__addresses__isnull=False)
    return TakeDown.objects.in_force().filter(told, translation_key=translation_key).exists()


def is_kept_on_record(pages: PageQuerySet) -> bool:
    """Whether one of these pages was approved once and is taken down now: readers are told that it is gone."""
    in_force = TakeDown.objects.in_force().filter(translation_key=OuterRef("translation_key"))
    return pages.filter(Exists(in_force), approvals__isnull=False).exists()
