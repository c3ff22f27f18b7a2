"""The exact way for a JPEG whose bytes must stay as they are, because what it lies in says how to read them."""

from __future__ import annotations

# Adobe's marker and JFIF's say how colours are meant.
_KEPT_APPLICATION = {0xE0, 0xEE}
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


def without_words(data: bytes) -> bytes:
    """A JPEG less its EXIF, XMP, IPTC and comments, and less what follows its end. Raises ValueError."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = [b"\xff\xd8"], 2
    while data[at : at + 1] == b"\xff":
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            kept.append(data[at : at + 2])
            at += 2
            continue
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        is_word = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPLICATION)
        segment = data[at:end]
        if marker == 0xE0 and segment[4:8] != b"JFIF":
            is_word = True  # JFXX: a thumbnail.
        if not is_word:
            kept.append(segment)
        at = end
        if marker == 0xDA:
            end = _end_of_scan(data, at)
            kept.append(data[at:end])
            at = end
    raise ValueError("a JPEG without an end")


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker begins that is not part of the pixels."""
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    raise ValueError("a JPEG without an end")
