"""A task that failed stays in the database, so that somebody can see why: where it failed and with what, not with whom.

What an exception says may quote what it met, a name among it; where it was raised and of which kind it is says enough
to find the fault. The log (`config/log_format.py`) holds to the same.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models.signals import pre_save
from django_tasks_db.models import DBTaskResult

_HEADINGS = (
    "Traceback (most recent call last):",
    "The above exception was the direct cause of the following exception:",
    "During handling of the above exception, another exception occurred:",
)
# The kind of an exception, in front of what it says.
_KIND = re.compile(r"[A-Za-z_][\w.]*")


def connect() -> None:
    """Called once, when the models are there."""
    pre_save.connect(keep_the_place_alone, sender=DBTaskResult, dispatch_uid="newsroom.web.failures")


def keep_the_place_alone(instance: Any, **kwargs: Any) -> None:
    """Take out of a task's traceback what the exceptions said."""
    instance.traceback = without_what_was_said(instance.traceback)


def without_what_was_said(traceback: str) -> str:
    """A traceback's places and kinds: what an exception says goes from its kind to the next heading, or to the end."""
    kept, is_code = [], False
    for line in traceback.splitlines():
        if line in _HEADINGS:
            kept.append(line)
            is_code = True
        elif is_code and line.startswith("  "):
            kept.append(line)
        elif is_code and (kind := _KIND.match(line)):
            kept.append(kind.group())
            is_code = False
    return "\n".join(kept)
