"""Which sizes of a picture may be asked for: a filter is computed while somebody waits, and its numbers are theirs."""

from __future__ import annotations

import re

from wagtail.images.exceptions import InvalidFilterSpecError

LARGEST = 4096
_LARGEST_SCALE = 100


def require_size(spec: str) -> None:
    """Raise InvalidFilterSpecError when a filter such as "width-800|format-webp" asks for more than we ever show."""
    for operation in spec.split("|"):
        numbers = [int(number) for number in re.findall(r"\d+", operation)]
        limit = _LARGEST_SCALE if operation.startswith("scale-") else LARGEST
        if not operation.startswith("bgcolor-") and any(number > limit for number in numbers):
            raise InvalidFilterSpecError(f"{operation} is larger than any picture of this site.")
