"""Which part of a file a request wants: RFC 9110, section 14. Players ask for parts of a video; Django's FileResponse
always sends the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class NotSatisfiable(Exception):
    """The range begins behind the end of the file: 416."""


def requested_range(headers: Mapping[str, str], size: int, etag: str) -> tuple[int, int] | None:
    """(first, last) byte of the one range that was asked for, or None for the whole file. A range that is malformed,
    manifold or of another version (`If-Range`) is ignored, as the RFC allows. Raises NotSatisfiable."""
    asked = _ONE_RANGE.fullmatch(headers.get("Range", "").strip())
    if asked is None or asked.group(0) == "bytes=-" or headers.get("If-Range", etag) != etag:
        return None
    begin, end = asked.groups()
    if not begin:
        length = min(int(end), size)
        first, last = size - length, size - 1
    else:
        first, last = int(begin), min(int(end or size), size - 1)
        if end and int(end) < first:
            return None
    if first > last or first >= size:
        raise NotSatisfiable
    return first, last
