"""Zip files, read with a limit and written without a past: no date, no comment, no rights, no system they come from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from django.conf import settings

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile

# The earliest date that a zip can hold.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def read(data: bytes) -> list[tuple[str, bytes]]:
    """(name, content) of each member. Raises RefusedFile for too many or too large ones, before they are unpacked, for
    names that lead elsewhere, and for what is locked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _require_modesty(members)
            return [(_name_of(member), _unpacked(archive, member)) for member in members]
    except RefusedFile:
        raise
    except Exception as broken:  # A zip can be broken in many ways.
        raise RefusedFile(refusals.BROKEN) from broken


def _require_modesty(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > settings.ZIP_MAX_MEMBERS or sum(m.file_size for m in members) > settings.ZIP_MAX_UNPACKED:
        raise RefusedFile(refusals.ZIP_BOMB)
    if any(member.flag_bits & 0x41 for member in members):
        raise RefusedFile(refusals.PROTECTED)
    if len({member.filename for member in members}) != len(members):
        raise RefusedFile(refusals.BROKEN)


def _name_of(member: zipfile.ZipInfo) -> str:
    name = member.filename
    parts = PurePosixPath(name).parts
    if "\\" in name or name.startswith("/") or ".." in parts or not name.isprintable():
        raise RefusedFile(refusals.BROKEN)
    return name


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # What a member says of its own size may be a lie.
    with archive.open(member) as opened:
        data = opened.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise RefusedFile(refusals.ZIP_BOMB)
    return data


def write(members: Iterable[tuple[str, bytes]], stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of these members, in this order; those named in `stored` are not compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, _NO_DATE)
            member.create_system = 0
            member.external_attr = 0
            packing = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compress_type=packing)
    return written.getvalue()
