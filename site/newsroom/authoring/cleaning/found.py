"""The credit and the caption that a picture brings along: offered to whoever uploads it, then gone from the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

LONGEST = 255
_CREDITS = {"creator", "Credit"}
_CAPTIONS = {"description"}


@dataclass(frozen=True)
class Found:
    """What stood in a file; "" where nothing did."""

    credit: str = ""
    caption: str = ""


def found_in(picture: Image.Image) -> Found:
    """The first credit and caption in a picture's EXIF, IPTC or XMP. Whatever cannot be read was not found."""
    exif = picture.getexif()
    iptc = _of(IptcImagePlugin.getiptcinfo, picture) or {}
    xmp = dict(_leaves(_of(lambda: picture.getxmp()) or {}))
    credits = (iptc.get((2, 110)), iptc.get((2, 80)), exif.get(ExifTags.Base.Artist), *_named(xmp, _CREDITS))
    captions = (iptc.get((2, 120)), exif.get(ExifTags.Base.ImageDescription), *_named(xmp, _CAPTIONS))
    return Found(credit=_first(credits), caption=_first(captions))


def _of(ask: Any, *arguments: Any) -> Any:
    try:
        return ask(*arguments)
    except Exception:  # Somebody else's metadata may be anything.
        return None


def _first(candidates: Iterable[Any]) -> str:
    for each in candidates:
        one = each[0] if isinstance(each, list) and each else each
        text = one.decode("utf-8", "replace") if isinstance(one, bytes) else one if isinstance(one, str) else ""
        words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if words:
            return words[:LONGEST]
    return ""


def _named(leaves: dict[str, str], names: set[str]) -> list[str]:
    return [value for path, value in leaves.items() if names & set(path.split("/"))]


def _leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for name, below in tree.items():
            yield from _leaves(below, f"{path}/{name.rpartition(':')[2]}")
    elif isinstance(tree, list):
        for number, below in enumerate(tree):
            yield from _leaves(below, f"{path}/{number}")
    elif isinstance(tree, str) and not path.endswith(("lang", "about")):
        yield path, tree
