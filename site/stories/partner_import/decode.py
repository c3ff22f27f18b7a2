"""From the bytes of an upload to text."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

MAX_BYTES = 1_000_000

_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnreadableListError(ValueError):
    """The input as a whole cannot be read. Its text is one sentence for the person who sent it."""


def decode(data: bytes) -> str:
    """The text of a file of at most 1 MB in UTF-8, UTF-16 or Windows-1252, without a byte order mark.
    Raises UnreadableListError."""
    if len(data) > MAX_BYTES:
        raise too_big()
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text
    raise UnreadableListError(
        _("This file cannot be read as text. Save it as “CSV UTF-8” or as plain text, then choose it again.")
    )


def too_big() -> UnreadableListError:
    """The refusal of a list above the limit."""
    return UnreadableListError(_("This list is larger than 1 MB. Divide it and import the parts one after the other."))


def _encodings(data: bytes) -> list[str]:
    """The encodings to try, most certain first."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return [encoding]
    if b"\0" in data[:200]:
        # UTF-16 without its mark: Latin letters have a zero on one side.
        return ["utf-16-be" if data[0] == 0 else "utf-16-le"]
    return ["utf-8", "cp1252"]
