"""What a tag of a colour profile holds, by its type (ICC.1:2022, 10): its numbers, written anew, so that nothing stands
between them or behind their end. Of types that hold other types (`mpet`) nothing is kept: where one is, the older
tables are there too.
"""

from __future__ import annotations

import math
import struct

_PARAMETERS = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}
_FIXED = {b"XYZ ": 20, b"sf32": 44, b"cicp": 12}
_MATRIX = 48


def only_numbers(tag: bytes) -> bytes | None:
    """The tag less what is none of its numbers; None where it is of a type without numbers, or breaks off."""
    try:
        return _written(tag[:4], tag)
    except (struct.error, KeyError, IndexError):
        return None


def _written(kind: bytes, tag: bytes) -> bytes | None:
    if kind in _FIXED:
        return kind + bytes(4) + _part(tag, 8, _FIXED[kind] - 8)
    if kind in (b"curv", b"para"):
        return _curve(tag, 0)
    if kind in (b"mft1", b"mft2"):
        return _look_up(kind, tag)
    return _sections(kind, tag) if kind in (b"mAB ", b"mBA ") else None


def _part(tag: bytes, start: int, length: int) -> bytes:
    if start + length > len(tag):
        raise IndexError(start)
    return tag[start : start + length]


def _curve(tag: bytes, at: int) -> bytes:
    if tag[at : at + 4] == b"para":
        (which,) = struct.unpack_from(">H", tag, at + 8)
        return b"para" + bytes(4) + struct.pack(">HH", which, 0) + _part(tag, at + 12, 4 * _PARAMETERS[which])
    if tag[at : at + 4] != b"curv":
        raise KeyError(at)
    (count,) = struct.unpack_from(">I", tag, at + 8)
    return b"curv" + bytes(4) + _part(tag, at + 8, 4 + 2 * count)


def _look_up(kind: bytes, tag: bytes) -> bytes:
    channels_in, channels_out, grid = _part(tag, 8, 3)
    head, entries_in, entries_out = 36, 256, 256
    if kind == b"mft2":
        entries_in, entries_out = struct.unpack_from(">2H", tag, 48)
        head = 40
    count = entries_in * channels_in + grid**channels_in * channels_out + entries_out * channels_out
    numbers = _part(tag, 12, head + count * (1 if kind == b"mft1" else 2))
    return kind + bytes(4) + tag[8:11] + b"\0" + numbers


def _sections(kind: bytes, tag: bytes) -> bytes:
    """Up to five, in whatever order, each where its offset says: curves, a matrix, curves, a table, curves."""
    channels_in, channels_out = _part(tag, 8, 2)
    near, far = (channels_out, channels_in) if kind == b"mAB " else (channels_in, channels_out)
    starts = struct.unpack_from(">5I", tag, 12)
    written, places = b"", []
    for each, start in enumerate(starts):
        places.append(32 + len(written) if start else 0)
        if start:
            match each:
                case 1:
                    written += _part(tag, start, _MATRIX)
                case 3:
                    written += _padded(_grid(tag, start, channels_in, channels_out))
                case _:
                    written += _curves(tag, start, {0: near, 2: 3, 4: far}[each])
    return kind + bytes(4) + tag[8:10] + bytes(2) + struct.pack(">5I", *places) + written


def _curves(tag: bytes, at: int, count: int) -> bytes:
    written = b""
    for _each in range(count):
        curve = _padded(_curve(tag, at))
        written += curve
        at += len(curve)
    return written


def _grid(tag: bytes, at: int, channels_in: int, channels_out: int) -> bytes:
    points, (width,) = _part(tag, at, min(channels_in, 16)), _part(tag, at + 16, 1)
    numbers = _part(tag, at + 20, math.prod(points) * channels_out * {1: 1, 2: 2}[width])
    return points + bytes(16 - len(points)) + bytes([width, 0, 0, 0]) + numbers


def _padded(part: bytes) -> bytes:
    return part + bytes(-len(part) % 4)
