"""Where files lie. Originals and documents are private: their storage gives no address that leads to them by itself.
Renditions, and nothing else, are public.

Both storages ask the gate before they write (`cleaning/gate.py`), so that a file which comes past every form and model,
such as the one that Wagtail keeps while an upload waits for its title, is clean as well.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.authoring.cleaning import kinds, refusals
from newsroom.authoring.cleaning.gate import let_in
from newsroom.authoring.cleaning.refusals import RefusedFile

STORE_IS_DOWN = _("The store of files does not answer: nothing was saved. Try again in a few minutes.")


class StoreIsDown(RefusedFile):
    """A file that could not be written, or read, because its store does not answer."""

    def __init__(self) -> None:
        super().__init__(STORE_IS_DOWN)


class OnlyClean(Storage):
    """A storage that writes nothing but clean files."""

    # What it raises when it does not answer.
    down: tuple[type[Exception], ...]

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        clean = let_in(content, PurePath(name or content.name or "").name)
        named = str(PurePath(name or clean.name or "").with_suffix(PurePath(clean.name or "").suffix))
        try:
            return super().save(named, clean, max_length)
        except self.down as down:
            raise StoreIsDown from down


class OnlyPictures(Storage):
    """A storage of renditions, which are made here of clean pictures: writes nothing else. (No picture that this
    process writes has words in it: see `encoding.py`.)"""

    down: tuple[type[Exception], ...]

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        file = content if hasattr(content, "chunks") else File(content, name)
        file.seek(0)
        start = file.read(512)
        file.seek(0)
        if kinds.kind_of(start, name or file.name or "") not in kinds.PICTURES:
            raise RefusedFile(refusals.NO_PICTURE)
        try:
            return super().save(name, file, max_length)
        except self.down as down:
            raise StoreIsDown from down


class PrivateFolder(OnlyClean, FileSystemStorage):
    """Originals and documents, on this machine. An address leads to a view that asks who wants it."""

    down = (OSError,)

    def url(self, name: str | None) -> str:
        return reverse("kept_file", args=[name])


class PublicFolder(OnlyPictures, FileSystemStorage):
    """Renditions, on this machine."""

    down = (OSError,)
