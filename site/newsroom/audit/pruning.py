"""What is older than its time leaves the audit and the log; the chain goes on from where it was cut."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from newsroom.audit import chain
from newsroom.audit.models import AuditEntry

KEPT_FOR = datetime.timedelta(days=3 * 365 + 1)


@transaction.atomic
def prune(kept_for: datetime.timedelta = KEPT_FOR) -> int:
    """Delete the oldest links and their lines, up to the first that is younger: the number of links."""
    chain.seal()
    head, before = chain.hold_head(), timezone.now() - kept_for
    young = AuditEntry.objects.filter(at__gte=before, position__isnull=False).order_by("position").first()
    old = AuditEntry.objects.filter(position__isnull=False)
    if young is not None:
        old = old.filter(position__lt=young.position)
    last = old.order_by("-position").first()
    if last is None:
        return 0
    for log, model in chain.LOGS.items():
        model.objects.filter(pk__in=old.filter(log=log).values("log_id")).delete()
        floor = head.page_floor if log == "page" else head.model_floor
        model.objects.filter(pk__lte=floor, timestamp__lt=before).delete()  # From before the audit.
    head.first_position, head.first_link = last.position or 0, last.link
    count = old.delete()[0]
    chain.save_head(head)
    return count
