"""Which pages a take-down covers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet


def covered(translation_key: Any) -> PageQuerySet:
    """A page in every language, drafts included, with every alias of it: those hold its words, under a key of their
    own."""
    same = Page.objects.filter(translation_key=translation_key)
    return Page.objects.filter(Q(translation_key=translation_key) | Q(alias_of__in=same))
