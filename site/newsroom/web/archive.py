"""Files in one zip, whose bytes depend on nothing but what is in it.

Nothing is compressed: what deflate writes depends on the version of zlib, and pictures, videos and PDF are compressed
already. Times are left out, names are made safe for whoever unpacks.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from zipfile import ZIP_STORED, ZipFile, ZipInfo

# The earliest moment that a zip can name.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_STEM, _SUFFIX = 60, 12
# What Windows opens as a device, whatever the ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def open_archive(file: object) -> ZipFile:
    """A zip to write into this file, which has to be seekable: each entry's size is then in front of it, which
    programs that unpack while they download rely on."""
    return ZipFile(file, "w", ZIP_STORED)  # type: ignore[call-overload]


def add(archive: ZipFile, name: str, chunks: Iterable[bytes], size: int) -> str:
    """Write an entry of this name (a safe one) and size in bytes: its SHA-256, in hexadecimal."""
    info = ZipInfo(name, _NO_TIME)
    info.create_system, info.external_attr, info.file_size = 3, 0o644 << 16, size
    digest = hashlib.sha256()
    with archive.open(info, "w") as entry:
        for chunk in chunks:
            digest.update(chunk)
            entry.write(chunk)
    return digest.hexdigest()


def safe_name(name: str) -> str:
    """A name that is a file's on every system, and never a place: letters of any script, digits, "-", "_", "."."""
    letters = (each if each in "-_." or _is_letter(each) else "-" for each in unicodedata.normalize("NFC", name))
    tidy = PurePosixPath(re.sub(r"-*\.[-.]*|-+", _shortest, "".join(letters)).strip("-.") or "file")
    stem = tidy.stem[:_STEM].rstrip("-.")
    if stem.partition(".")[0].casefold() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}{tidy.suffix[:_SUFFIX]}"


def unique_names(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Safe names, in this order, of which no two are the same to a system that does not tell capitals apart."""
    seen = {name.casefold() for name in taken}
    unique = []
    for name in map(safe_name, names):
        path = PurePosixPath(name)
        numbered = (f"{path.stem}-{number}{path.suffix}" for number in itertools.count(2))
        chosen = next(each for each in itertools.chain([name], numbered) if each.casefold() not in seen)
        seen.add(chosen.casefold())
        unique.append(chosen)
    return unique


def _shortest(run: re.Match[str]) -> str:
    """One dot for a run of dots and dashes, one dash for a run of dashes."""
    return "." if "." in run[0] else "-"


def _is_letter(character: str) -> bool:
    """A letter, a mark on one, or a digit."""
    return unicodedata.category(character)[0] in "LMN"
