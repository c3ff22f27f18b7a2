"""The chain: each link is a keyed digest of the link before, its position and the line's own mark.

Who can write to the database has no key (AUDIT_KEY, in the environment), so they can change, take out or put in nothing
without breaking it. What they could do within the moment between a commit and its sealing is to take out the newest
lines with their entries; and who has the key as well, or kept a copy of an older head, can do everything. So each new
end is written to the log of this process: where that is kept on another machine, `manage.py verify_audit --head` takes
it back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from newsroom.audit.models import AuditEntry, AuditHead

logger = logging.getLogger("newsroom.audit")

LOGS: dict[str, Any] = {"page": PageLogEntry, "model": ModelLogEntry}
_FIELDS = (
    *("log", "log_id", "at", "action", "person_id", "object_type", "object_id", "revision_id", "language", "way"),
    "note",
)
AT_ONCE = 1000


def digest(*parts: Any) -> str:
    """A keyed digest of plain values."""
    key = (settings.AUDIT_KEY or settings.SECRET_KEY).encode()
    return hmac.new(key, json.dumps(["audit", *parts], default=str).encode(), hashlib.sha256).hexdigest()


def mark_of(entry: AuditEntry) -> str:
    """What an entry's own mark has to be."""
    values = {name: getattr(entry, name) for name in _FIELDS}
    values["at"] = int(entry.at.timestamp() * 1_000_000)
    return digest("entry", *values.values())


def note_of(log_entry: Any) -> str:
    """The digest of the reason that a line of the log carries; nothing where it carries none."""
    reason = (log_entry.data or {}).get("reason", "")
    return digest("note", reason) if reason else ""


def link_after(link: str, position: int, mark: str) -> str:
    """The link that follows another one."""
    return digest("link", link, position, mark)


def mark_of_head(head: AuditHead) -> str:
    """What the head's own mark has to be."""
    return digest(
        *("head", head.first_position, head.first_link, head.position, head.link, head.page_floor, head.model_floor)
    )


@transaction.atomic
def seal() -> int:
    """Link what has been logged since: the number of new links. One at a time, in a transaction of its own: whoever
    logs waits for nobody."""
    if not AuditEntry.objects.filter(position=None).exists():
        return 0
    head = hold_head()
    new = list(AuditEntry.objects.filter(position=None).order_by("pk"))
    for entry in new:
        head.position += 1
        entry.position = head.position
        head.link = entry.link = link_after(head.link, entry.position, entry.mark)
    AuditEntry.objects.bulk_update(new, ["position", "link"], batch_size=500)
    save_head(head)
    transaction.on_commit(partial(logger.info, "the audit ends at %s", str(head)))
    return len(new)


def hold_head() -> AuditHead:
    """The head, locked; made where there is none and nothing was ever sealed."""
    held = AuditHead.objects.select_for_update()
    if head := held.first():
        return head
    if not AuditEntry.objects.filter(position__isnull=False).exists():
        head = AuditHead(page_floor=_floor("page"), model_floor=_floor("model"))
        head.mark = mark_of_head(head)
        AuditHead.objects.bulk_create([head], ignore_conflicts=True)
    return held.get()


def save_head(head: AuditHead) -> None:
    """Write the head with its own mark."""
    head.mark, head.changed_at = mark_of_head(head), timezone.now()
    head.save()


def _floor(log: str) -> int:
    """The last line of a log that was written before there was an audit."""
    entered = AuditEntry.objects.filter(log=log).values("log_id")
    lines = LOGS[log].objects.exclude(pk__in=entered).order_by("-pk").values_list("pk", flat=True)
    first = AuditEntry.objects.filter(log=log).order_by("log_id").values_list("log_id", flat=True).first()
    return (lines.filter(pk__lt=first) if first else lines).first() or 0
