"""Whether the audit and Wagtail's log still say what was written: the breaks, in words, the first one first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsroom.audit import chain
from newsroom.audit.models import AuditEntry, AuditHead
from newsroom.audit.recording import type_of

# What a line of the log and its entry both say. (A page that is gone has no language any more.)
_ENDS = ("wagtail.delete", "newsroom.erase")
_ASKED = ("at", "action", "person_id", "object_type", "object_id", "revision_id", "way", "note")


def breaks(known_head: str = "") -> Iterator[str]:
    """One sentence for each thing that is not as it was written. `known_head` is "position:link", as noted earlier."""
    head = AuditHead.objects.first()
    if head is None:
        if AuditEntry.objects.exists() or any(model.objects.exists() for model in chain.LOGS.values()):
            yield "The audit has no head, and there are lines in the log."
        return
    if head.mark != chain.mark_of_head(head):
        yield "The head of the audit was changed."
    yield from _broken_links(head)
    yield from _unknown_lines(head)
    if known_head:
        yield from _other_than(known_head, head)


def _broken_links(head: AuditHead) -> Iterator[str]:
    position, link = head.first_position, head.first_link
    sealed = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    batch: list[AuditEntry] = []
    for entry in sealed.iterator(chunk_size=chain.AT_ONCE):
        if entry.position != position + 1:
            yield f"Link {position + 1} is missing."
        elif entry.link != chain.link_after(link, position + 1, entry.mark):
            yield f"Link {entry.position} does not follow the one before it."
        if entry.mark != chain.mark_of(entry):
            yield f"Entry {entry.position} was changed."
        position, link = entry.position or 0, entry.link
        batch.append(entry)
        if len(batch) == chain.AT_ONCE:
            yield from _changed_lines(batch)
            batch = []
    yield from _changed_lines(batch)
    if (position, link) != (head.position, head.link):
        yield f"Link {position + 1} is missing: the chain ends at {position}, its head says {head.position}."
    for entry in AuditEntry.objects.filter(position=None):
        if entry.mark != chain.mark_of(entry):
            yield f"An entry that is not sealed yet (line {entry.log} {entry.log_id}) was changed."


def _changed_lines(batch: list[AuditEntry]) -> Iterator[str]:
    lines = {
        log: model.objects.in_bulk([entry.log_id for entry in batch if entry.log == log])
        for log, model in chain.LOGS.items()
    }
    gone = _gone(batch)
    for entry in batch:
        line = lines.get(entry.log, {}).get(entry.log_id)
        if line is None:
            yield f"Line {entry.log_id} of the log of {entry.log}s was deleted (link {entry.position}: {entry.action})."
            continue
        said = [name for name, value in _said(line).items() if value != getattr(entry, name)]
        if said == ["note"] and entry.object_id in gone and not chain.note_of(line):
            continue
        if said:
            yield f"Line {entry.log_id} of the log of {entry.log}s was changed (link {entry.position}: {said[0]})."


def _gone(batch: list[AuditEntry]) -> set[str]:
    """The pages of these entries that were deleted or erased: their lines say no more why something was done."""
    ids = {entry.object_id for entry in batch if entry.log == "page"}
    ends = AuditEntry.objects.filter(log="page", action__in=_ENDS, object_id__in=ids)
    return set(ends.values_list("object_id", flat=True))


def _said(line: Any) -> dict[str, Any]:
    kind = type_of(line)
    values = (line.timestamp, line.action, line.user_id, kind, str(line.object_id), line.revision_id)
    return dict(zip(_ASKED, (*values, (line.data or {}).get("way", ""), chain.note_of(line)), strict=True))


def _unknown_lines(head: AuditHead) -> Iterator[str]:
    for log, model in chain.LOGS.items():
        known = AuditEntry.objects.filter(log=log).values("log_id")
        floor = head.page_floor if log == "page" else head.model_floor
        # Before the first there is no line, so a number below it is somebody's invention.
        since = model.objects.exclude(pk__range=(1, floor))
        for pk in since.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True):
            yield f"Line {pk} of the log of {log}s was written past the application."


def _other_than(known: str, head: AuditHead) -> Iterator[str]:
    number, _, link = known.partition(":")
    position = int(number) if number.isdigit() else 0
    if position <= head.first_position:
        return  # Pruned since: there is nothing left to compare.
    if not AuditEntry.objects.filter(position=position, link=link).exists():
        yield f"Link {position} is not the one that was noted: the chain was made anew."
