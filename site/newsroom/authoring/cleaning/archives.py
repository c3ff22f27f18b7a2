"""A zip of files is as clean as each of them: every member goes through the gate by itself. A zip within a zip is
refused: nobody sees what is in it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from newsroom.authoring.cleaning import refusals, zips
from newsroom.authoring.cleaning.refusals import RefusedFile

# What systems put beside the files of their users.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "._")


def clean(data: bytes, clean_member: Callable[[bytes, str], tuple[bytes, str]]) -> bytes:
    """The zip with each member as `clean_member` gives it, from its content and name. Raises RefusedFile, with the name
    of the member that it is for."""
    return zips.write(_members(data, clean_member))


def _members(data: bytes, clean_member: Callable[[bytes, str], tuple[bytes, str]]) -> Iterator[tuple[str, bytes]]:
    for path, content in zips.read(data):
        folder, name = posixpath.split(path)
        if path.startswith(_LITTER[0]) or name.startswith(_LITTER[1:]):
            continue
        if name.lower().endswith(".zip"):
            raise RefusedFile(refusals.NESTED_ZIP, member=name)
        try:
            written, named = clean_member(content, name)
        except RefusedFile as refused:
            raise RefusedFile(refusals.IN_ZIP, member=name, why=refused.sentence) from refused
        yield posixpath.join(folder, named), written
