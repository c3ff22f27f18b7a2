"""Bytes that are no longer given are not left lying about either.

No read would give them. But what was taken down or deleted must be found nowhere, in a copy of the database neither.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page

from newsroom.authoring.ending import went_down
from newsroom.consent.keeping import consent_changed
from newsroom.consent.records import Consent
from newsroom.consent.take_down import page_taken_down
from newsroom.web.models import Generation, PublishedDocument


def forget_everything() -> None:
    """Delete every published document: other pages' lists and links may name the one that went."""
    PublishedDocument.objects.all().delete()


def forget_what_is_over() -> int:
    """Delete what no read will give again, and give its number."""
    return PublishedDocument.objects.exclude(generation__in=Generation.objects.values("value")).delete()[0]


@receiver(page_taken_down)
def forget_what_was_taken_down(**kwargs: Any) -> None:
    """Somebody is at risk: within a moment, and without waiting for a worker."""
    _forget_at_the_end()


@receiver(consent_changed)
def forget_what_rests_on_it(consent: Consent, **kwargs: Any) -> None:
    """Somebody took their yes back: as with a take-down."""
    if consent.is_over:
        _forget_at_the_end()


@receiver(went_down)
def forget_what_went_down(**kwargs: Any) -> None:
    """A consent ended by itself, or by a hand that tells nobody."""
    _forget_at_the_end()


@receiver(post_delete)
def forget_what_was_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page was deleted, of whatever type."""
    if sender is Page:
        _forget_at_the_end()


def _forget_at_the_end() -> None:
    # What is made meanwhile by a reader who sees the old state would stay. A failure here takes nothing back.
    transaction.on_commit(forget_everything, robust=True)
