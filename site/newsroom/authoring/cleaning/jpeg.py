"""The exact way for a JPEG whose bytes must stay as they are, because what it lies in says how to read them."""

from __future__ import annotations

# What the pixels are made of (ITU-T T.81, table B.1): frames, tables, scans.
_OF_THE_PIXELS = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
# JFIF's segment and Adobe's say how colours are meant: how each begins, and how much of it is said in numbers.
_HOW_COLOURS_ARE_MEANT = {0xE0: (b"JFIF\0", 12), 0xEE: (b"Adobe", 12)}
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
        kept.append(data[at:end] if marker in _OF_THE_PIXELS else _without_thumbnail(marker, data[at + 4 : end]))
        at = end
        if marker == 0xDA:
            end = _end_of_scan(data, at)
            kept.append(data[at:end])
            at = end
    raise ValueError("a JPEG without an end")


def _without_thumbnail(marker: int, content: bytes) -> bytes:
    """The numbers of a segment that says how colours are meant; nothing of any other."""
    name, length = _HOW_COLOURS_ARE_MEANT.get(marker, (b"", 0))
    if not name or not content.startswith(name) or len(content) < length:
        return b""
    # After JFIF's come the width and the height of a thumbnail.
    said = content[:length] + (bytes(2) if marker == 0xE0 else b"")
    return bytes([0xFF, marker]) + (len(said) + 2).to_bytes(2, "big") + said


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker begins that is not part of the pixels."""
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    raise ValueError("a JPEG without an end")
