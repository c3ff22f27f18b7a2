"""A colour profile is its numbers: what it says of a machine, its maker and the day it was measured on goes.

The format is the International Color Consortium's, ICC.1:2022: a header, a table of tags, and what they hold.
"""

from __future__ import annotations

import struct

from newsroom.authoring.cleaning.colour_tables import only_numbers

_HEADER, _ENTRY = 128, 12
# What colours are reckoned with. The rest is words, or numbers of the screen on somebody's desk.
_OF_THE_COLOURS = {
    *(b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad", b"cicp"),
    *(b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"),
}
# A profile has to have a name and a licence: these, and these are what the scan allows.
NAME, LICENCE = "color", "none"
# In the header: whose program, a part of the version that nobody uses; on which system, for what machine and medium;
# who made it, its digest, and what is reserved.
_OF_WHOM = ((4, 4), (10, 2), (40, 24), (80, 48))
# The day has to be one, and white is always this one.
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_WHITE = struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D)


def without_words(profile: bytes) -> bytes:
    """The same colours, nameless. Raises ValueError for what is no profile."""
    tags = _tags(profile)
    if profile[36:40] != b"acsp" or not tags:
        raise ValueError("no colour profile")
    tags |= {b"desc": _name(profile[8]), b"cprt": _licence(profile[8])}
    header = bytearray(profile[:_HEADER])
    for start, length in _OF_WHOM:
        header[start : start + length] = bytes(length)
    header[24:36], header[68:80] = _DAY, _WHITE
    return _write(header, tags)


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """What colours are reckoned with, by its name."""
    try:
        (count,) = struct.unpack_from(">I", profile, _HEADER)
        entries = [struct.unpack_from(">4sII", profile, _HEADER + 4 + _ENTRY * each) for each in range(min(count, 100))]
    except struct.error as short:
        raise ValueError("no colour profile") from short
    numbers = {
        name: only_numbers(profile[start : start + length])
        for name, start, length in entries
        if name in _OF_THE_COLOURS and start + length <= len(profile)
    }
    return {name: each for name, each in numbers.items() if each is not None}


def _write(header: bytearray, tags: dict[bytes, bytes]) -> bytes:
    start = _HEADER + 4 + _ENTRY * len(tags)
    table, held, places = struct.pack(">I", len(tags)), b"", {}
    for name, content in tags.items():
        # Three equal curves are often one.
        if content not in places:
            places[content] = start + len(held)
            held += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    header[0:4] = struct.pack(">I", start + len(held))
    return bytes(header) + table + held


def _name(version: int) -> bytes:
    if version >= 4:
        return _text_of_version_4(NAME)
    ascii_name = NAME.encode() + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(ascii_name)) + ascii_name + bytes(4 + 4 + 2 + 1 + 67)


def _licence(version: int) -> bytes:
    return _text_of_version_4(LICENCE) if version >= 4 else b"text" + bytes(4) + LICENCE.encode() + b"\0"


def _text_of_version_4(words: str) -> bytes:
    written = words.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(written), 28) + written
