"""A picture is its pixels: it is decoded and written anew, so that nothing else of the file is left.

Orientation is applied and the colour profile kept, without its words. A JPEG is written with the tables that it was
written with before, which costs it next to nothing; a HEIC, which browsers cannot show, becomes a JPEG.
"""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

from django.conf import settings
from PIL import Image, ImageCms, ImageOps, ImageSequence
from PIL.JpegImagePlugin import get_sampling

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.found import Found, found_in
from newsroom.authoring.cleaning.profiles import without_words
from newsroom.authoring.cleaning.refusals import RefusedFile

# How Pillow calls what it may take each kind for. (A phone's JPEG may hold a second picture: MPO.)
_READERS = {
    "avif": ["AVIF"], "gif": ["GIF"], "heic": ["HEIF"], "jpeg": ["JPEG", "MPO"], "png": ["PNG"], "webp": ["WEBP"],
}  # fmt: skip
_QUALITY = {"avif": 90, "heic": 92, "jpeg": 92, "webp": 90}
# What belongs to the pixels; the rest of `info` is words.
_OF_THE_PIXELS = {"transparency", "background", "duration", "loop", "disposal"}
_MODES_OF_JPEG = {"L", "RGB", "CMYK"}


def clean(data: bytes, kind: str, name: str) -> tuple[bytes, str, Found]:
    """The picture, written anew; the name it has from now on; and what it said of its credit and caption. Raises
    RefusedFile."""
    try:
        with Image.open(io.BytesIO(data), formats=_READERS[kind]) as picture:
            _require_size(picture)
            found = found_in(picture)
            written = _write(picture, "jpeg" if kind == "heic" else kind, data)
    except RefusedFile:
        raise
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels() from bomb
    except Exception as broken:  # A decoder that is fed with anything may raise anything.
        raise RefusedFile(refusals.BROKEN) from broken
    return written, str(PurePath(name).with_suffix(".jpg")) if kind == "heic" else name, found


def _require_size(picture: Image.Image) -> None:
    """Before a pixel is decoded."""
    width, height = picture.size
    frames = _count_frames(picture)
    if frames > settings.PICTURE_MAX_FRAMES or width * height * frames > settings.PICTURE_MAX_PIXELS:
        raise _too_many_pixels()


def _count_frames(picture: Image.Image) -> int:
    """How many there are, or one more than are allowed: a GIF says it nowhere, and may have millions."""
    if picture.format == "MPO":
        return 1
    if picture.format != "GIF":
        return getattr(picture, "n_frames", 1)
    frames = 1
    try:
        while frames <= settings.PICTURE_MAX_FRAMES:
            picture.seek(frames)
            frames += 1
    except EOFError:
        pass
    picture.seek(0)
    return frames


def _too_many_pixels() -> RefusedFile:
    return RefusedFile(refusals.TOO_MANY_PIXELS, limit=settings.PICTURE_MAX_PIXELS // 1_000_000)


def _write(picture: Image.Image, kind: str, data: bytes) -> bytes:
    options = _options(picture, kind, data)
    profile = _profile(picture)
    if kind != "jpeg" and getattr(picture, "is_animated", False):
        first, *more = [_bare(frame) for frame in ImageSequence.Iterator(picture)]
        options |= {"save_all": True, "append_images": more}
        options |= {name: picture.info[name] for name in ("loop",) if name in picture.info}
        options["duration"] = [frame.info.get("duration", 100) for frame in (first, *more)]
    else:
        first = _bare(ImageOps.exif_transpose(picture))
    if kind == "jpeg" and first.mode not in _MODES_OF_JPEG:
        first = first.convert("RGB")
    written = io.BytesIO()
    first.save(written, kind.upper(), **options, **({"icc_profile": profile} if profile else {}))
    return written.getvalue()


def _bare(frame: Image.Image) -> Image.Image:
    """The pixels of a frame, with no word of what the file said beside them."""
    pixels = frame.copy()
    pixels.info = {name: value for name, value in frame.info.items() if name in _OF_THE_PIXELS}
    if hasattr(pixels, "_exif"):
        pixels._exif = None
    return pixels


def _options(picture: Image.Image, kind: str, data: bytes) -> dict[str, Any]:
    if kind == "jpeg" and picture.format in ("JPEG", "MPO"):
        tables = getattr(picture, "quantization", None)
        sampling = get_sampling(picture)
        progressive = bool(picture.info.get("progressive"))
        return {"qtables": tables, "subsampling": max(sampling, 0), "progressive": progressive}
    if kind == "webp" and b"VP8L" in data[12:64]:
        return {"lossless": True}
    return {"quality": _QUALITY[kind]} if kind in _QUALITY else {}


def _profile(picture: Image.Image) -> bytes | None:
    """The colours of the profile, if it is one."""
    profile = picture.info.get("icc_profile")
    if not profile or len(profile) > settings.PICTURE_MAX_PROFILE:
        return None
    try:
        nameless = without_words(profile)
        ImageCms.ImageCmsProfile(io.BytesIO(nameless))
    except Exception:
        return None
    return nameless
