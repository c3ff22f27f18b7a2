"""How pictures are written, by whoever writes them in this process.

No file gets words beside its pixels: Wagtail would carry EXIF, comments and the like from an original into each
rendition. And Wagtail knows a quality for each format, but not how hard to try for it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from PIL import Image

# What Pillow calls what it would write beside the pixels.
_WORDS = ("exif", "xmp", "comment", "pnginfo", "xml", "photoshop", "metadata", "thumbnails", "adobe")


def set_up() -> None:
    """Have every picture that is saved in a format of the web leave its words out, and take the options of
    `PICTURE_EFFORT`, less those that whoever saves it gives."""
    Image.MAX_IMAGE_PIXELS = settings.PICTURE_MAX_PIXELS
    Image.init()
    for name in ("AVIF", "GIF", "HEIF", "JPEG", "PNG", "WEBP"):
        options = settings.PICTURE_EFFORT.get(name, {})
        Image.register_save(name, _with(options, Image.SAVE[name]))
        if name in Image.SAVE_ALL:
            Image.register_save_all(name, _with(options, Image.SAVE_ALL[name]))


def _with(options: dict[str, Any], save: Any) -> Any:
    def saved(image: Any, file: Any, filename: Any) -> None:
        wanted = {name: value for name, value in image.encoderinfo.items() if name not in _WORDS}
        image.encoderinfo = {**options, **wanted}
        image.info = {name: value for name, value in image.info.items() if name not in _WORDS}
        save(image, file, filename)

    return saved
