"""How much time goes into a picture's file. Wagtail knows a quality for each format, but not how hard to try for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from PIL import Image


def set_effort() -> None:
    """Have every picture that is saved in a format of `PICTURE_EFFORT` take those options of Pillow's, less those
    that whoever saves it gives."""
    Image.init()
    for name, options in settings.PICTURE_EFFORT.items():
        Image.register_save(name, _with(options, Image.SAVE[name]))


def _with(options: dict[str, Any], save: Any) -> Any:
    def saved(image: Any, file: Any, filename: Any) -> None:
        image.encoderinfo = {**options, **image.encoderinfo}
        save(image, file, filename)

    return saved
