"""What is older than its time leaves the audit and the log; the chain goes on from where it was cut."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsroom.audit import chain
from newsroom.audit.models import AuditEntry, AuditHead

KEPT_FOR = datetime.timedelta(days=3 * 365 + 1)


class Changed(Exception):
    """What was to be pruned is not as it was written: it is evidence, and stays."""


@transaction.atomic
def prune(kept_for: datetime.timedelta = KEPT_FOR) -> int:
    """Delete the oldest links and their lines, up to the first that is younger: the number of links.
    Raises Changed: whoever makes a line look old would have it deleted, and the rest would seem whole."""
    chain.seal()
    head, before = chain.hold_head(), timezone.now() - kept_for
    young = AuditEntry.objects.filter(at__gte=before, position__isnull=False).order_by("position").first()
    old = AuditEntry.objects.filter(position__isnull=False)
    if young is not None:
        old = old.filter(position__lt=young.position)
    last = old.order_by("-position").first()
    if last is None:
        return 0
    _require_unchanged(head, old)
    for log, model in chain.LOGS.items():
        model.objects.filter(pk__in=old.filter(log=log).values("log_id")).delete()
        floor = head.page_floor if log == "page" else head.model_floor
        model.objects.filter(pk__lte=floor, timestamp__lt=before).delete()  # From before the audit.
    head.first_position, head.first_link = last.position or 0, last.link
    count = old.delete()[0]
    chain.save_head(head)
    return count


def _require_unchanged(head: AuditHead, old: QuerySet[AuditEntry]) -> None:
    link = head.first_link
    for entry in old.order_by("position").iterator(chunk_size=chain.AT_ONCE):
        link = chain.link_after(link, entry.position or 0, entry.mark)
        if entry.link != link or entry.mark != chain.mark_of(entry):
            raise Changed(f"Nothing was pruned: link {entry.position} was changed. See verify_audit.")
    if head.mark != chain.mark_of_head(head):
        raise Changed("Nothing was pruned: the head of the audit was changed. See verify_audit.")
