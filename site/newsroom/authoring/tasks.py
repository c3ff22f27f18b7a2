"""Background work of the authoring room."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsroom.consent.records import Consent
from newsroom.review.later import enqueue_at

# How long at most until somebody looks: for an end that a worker slept through, and for what SQL by hand changed.
BEAT = datetime.timedelta(seconds=50)
KEPT_FOR = datetime.timedelta(hours=1)


@task()
def end_consents() -> dict[str, int]:
    """Take off what rests on consents that are over, and look again within a minute as long as there are any."""
    from newsroom.authoring import ending

    if Consent.objects.exists():
        _make_sure_of_the_next()
    return ending.end_consents()


def follow_consent(consent: Consent, **kwargs: Any) -> None:
    """A consent is new, over, or ends at another time: the pages follow at once, and when its hour comes."""
    end_consents.enqueue()
    if consent.valid_until is not None and not consent.is_over:
        enqueue_at(end_consents, consent.valid_until)


def _make_sure_of_the_next() -> None:
    mine = DBTaskResult.objects.filter(task_path=end_consents.module_path)
    now = timezone.now()
    if not mine.filter(status=TaskResultStatus.READY, run_after__gt=now, run_after__lte=now + BEAT).exists():
        enqueue_at(end_consents, now + BEAT)
    mine.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_FOR).delete()
