"""How several things are named in one sentence."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext


def listed(things: Iterable[Any]) -> str:
    """One after the other, with the comma of the reader's language."""
    return pgettext("between the parts of a list", ", ").join(map(str, things))
