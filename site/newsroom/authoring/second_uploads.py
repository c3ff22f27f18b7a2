"""The same bytes, uploaded twice, are two pictures for Wagtail and one for whoever is on it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any


def with_second_uploads(model: Any, ids: Set[int]) -> set[int]:
    """These pictures or files, by id, and every other upload of the same bytes."""
    hashes = model.objects.filter(pk__in=ids).exclude(file_hash="").values("file_hash")
    return set(ids) | set(model.objects.filter(file_hash__in=hashes).values_list("pk", flat=True))
