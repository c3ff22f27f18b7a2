"""The worker's part in a take-down."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from newsroom.consent.models import TakeDown
from newsroom.consent.removal import receipt


@task()
def check_receipt(take_down_id: int, tries: int = 0) -> bool:
    """Go through a take-down's receipt, again and again until all of it is green. Whether it is.

    The next try is enqueued before this one begins: a worker that is killed meanwhile leaves none undone."""
    record = TakeDown.objects.filter(pk=take_down_id).first()
    if record is None or record.restored_at is not None or record.is_complete:
        return True
    _at(timezone.now() + receipt.pause_after(tries + 1), take_down_id, tries + 1)
    return receipt.check_all(record)


def begin(record: TakeDown) -> None:
    """Have the worker look at it as soon as the take-down is committed."""
    _at(timezone.now(), record.pk)


def check_open_receipts() -> int:
    """Go through every receipt that is not green, for a cron job: the number of those that are still red."""
    return sum(not receipt.check_all(record) for record in TakeDown.objects.in_force() if not record.is_complete)


def _at(when: Any, *args: int) -> None:
    # A backend that works at once (tests) would do it within the take-down's transaction: then the button or
    # `manage.py check_take_downs` does it.
    if check_receipt.get_backend().supports_defer:
        check_receipt.using(run_after=when).enqueue(*args)
