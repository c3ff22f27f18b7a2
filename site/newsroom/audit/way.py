"""From which way in something is done: asked when it is logged."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

ADMIN, API, PUBLIC, PREVIEW = "admin", "API", "public site", "preview link"
SCHEDULE, PROGRAM = "schedule", "program"
_SCHEDULES = ("publish_due", "publish_scheduled")

_way: ContextVar[str] = ContextVar("way", default="")


@contextmanager
def coming_by(way: str) -> Iterator[None]:
    """What is logged within came by this way. The outermost says more: a task that a request runs is the request's."""
    token = _way.set(_way.get() or way)
    try:
        yield
    finally:
        _way.reset(token)


def current() -> str:
    """The way in of what happens now: a request's, a task's, a command's; "program" for everything else."""
    return _way.get() or _of_the_process()


def of_a_task(module_path: str) -> str:
    """How the worker's tasks are called: by their function."""
    name = module_path.rpartition(".")[2]
    return SCHEDULE if name in _SCHEDULES else f"worker: {name}"


def _of_the_process() -> str:
    arguments = sys.argv
    if Path(arguments[0]).name not in ("manage.py", "django-admin") or len(arguments) < 2:
        return PROGRAM
    return SCHEDULE if arguments[1] in _SCHEDULES else f"command: {arguments[1]}"
