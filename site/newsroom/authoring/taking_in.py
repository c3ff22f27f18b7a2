"""Files come to pictures and documents through the gate, and go again if the row that was to name them fails."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from newsroom.authoring.cleaning.gate import CleanFile, let_in
from newsroom.authoring.cleaning.refusals import RefusedFile


def is_new(instance: Any) -> bool:
    """Whether the file of a picture or document is not stored yet."""
    return bool(instance.file) and not instance.file._committed


def take_in(instance: Any, *, only_pictures: bool = False) -> CleanFile | None:
    """Put the clean file in place of a new one. Raises RefusedFile. Gives it, or None where there is no new one."""
    if not is_new(instance):
        return None
    clean = let_in(instance.file, instance.file.name, only_pictures=only_pictures)
    if instance.file.file is not clean:
        instance.file = clean
    return clean


def clean_taking_in(instance: Any, *, only_pictures: bool = False) -> CleanFile | None:
    """The same, as a form wants it: raises ValidationError. The instance has its own file again, or none, or the form
    would look for the upload where files are stored."""
    try:
        return take_in(instance, only_pictures=only_pictures)
    except RefusedFile as refused:
        stored = type(instance).objects.filter(pk=instance.pk).first() if instance.pk else None
        instance.file = stored.file if stored else None
        raise ValidationError({"file": refused.sentence}) from refused


@contextlib.contextmanager
def all_or_nothing(instance: Any) -> Iterator[None]:
    """Save a row: the file that is stored with it goes again where the row does not come."""
    comes = is_new(instance) or getattr(instance, "stored_before_row", "") == instance.file.name
    try:
        yield
    except BaseException:
        if comes and instance.file and instance.file._committed:
            discard(instance)
        raise
    instance.stored_before_row = ""


def discard(instance: Any) -> None:
    """Remove a file that no row names."""
    with contextlib.suppress(Exception):  # What went wrong before says more.
        instance.file.storage.delete(instance.file.name)
