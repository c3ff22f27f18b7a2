"""Saying no, in one sentence for the person who tried."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class TranslationRefused(PermissionDenied):
    """An attempt that this room refuses. Its text is one sentence that says what to do instead."""
