"""Background work at an hour to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_tasks.base import Task


def enqueue_at(task: Task, when: datetime, *args: Any) -> bool:
    """Enqueue a task for `when`, within the caller's transaction. False when the backend works at once only: then
    `manage.py publish_due` in a cron job has to do without the worker's help."""
    if not task.get_backend().supports_defer:
        return False
    task.using(run_after=when).enqueue(*args)
    return True
