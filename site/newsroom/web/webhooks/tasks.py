"""The worker's part. A run that is killed is never run again by itself, so each begins by making sure of the next."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsroom.review.later import enqueue_at
from newsroom.web.webhooks.announcing import listening

# How long at most until somebody looks: after a worker that died, and for what changed without telling anybody.
BEAT = datetime.timedelta(minutes=2)
KEPT_FOR = datetime.timedelta(days=1)


@task()
def deliver_webhooks() -> dict[str, int]:
    """Send what is due, and look again in two minutes as long as anybody listens."""
    from newsroom.web.webhooks.delivering import deliver_due

    if not listening():
        return {}
    _make_sure_of_the_next()
    return deliver_due()


def wake(when: datetime.datetime | None = None) -> None:
    """Have the worker look at this time, or now: a row of the caller's transaction. Where tasks run at once there is no
    later, and nothing is sent in the middle of a transaction: `manage.py deliver_webhooks` has to do it."""
    enqueue_at(deliver_webhooks, when or timezone.now())


def _make_sure_of_the_next() -> None:
    mine = DBTaskResult.objects.filter(task_path=deliver_webhooks.module_path)
    now = timezone.now()
    if not mine.filter(status=TaskResultStatus.READY, run_after__gt=now, run_after__lte=now + BEAT).exists():
        enqueue_at(deliver_webhooks, now + BEAT)
    mine.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_FOR).delete()
