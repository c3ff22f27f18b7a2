"""The receipt of a take-down: one line for each thing that has to be gone, looked at and not assumed.

Other rooms know what they keep of a page. Each registers its steps here when it is ready, so that this room imports
none of them. A step is done when its `check` says in a sentence what it found; it raises NotYet with what is missing,
and is tried again until it is done. Nothing in a receipt names the page's words or addresses: only numbers.

Sentences are kept as messages and their values, since whoever reads a receipt may have another language than whoever
tried: a module that has steps marks them by `gettext_noop`.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from wagtail.models import Revision, WorkflowState

from newsroom.consent.models import TakeDown
from newsroom.consent.removal.covered import covered
from newsroom.consent.removal.models import ReceiptStep

logger = logging.getLogger("newsroom.take_down")

# The first is tried at once. What still fails after these is tried every hour, for as long as it fails.
TRY_AGAIN_AFTER = (10, 30, 60, 300, 900, 3600)


@dataclass(frozen=True)
class Said:
    """A sentence without the page's words: its message, and the values in it (plain data)."""

    message: str
    values: dict[str, Any] = field(default_factory=dict)


class NotYet(Exception):
    """What is not gone yet, said like `Said`. A step that raises it is tried again."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.said = Said(message, values)


@dataclass(frozen=True)
class Step:
    """`check` makes sure, once more, that something is gone, and says in a sentence what it found. `prepare` notes
    within the take-down's transaction, before anything is done, what `check` will look for: plain data, no words."""

    name: str
    label: Any
    check: Callable[[TakeDown, dict[str, Any]], Said]
    order: int
    prepare: Callable[[Sequence[Any]], dict[str, Any]] | None = None


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Called once for each step, when its room is ready."""
    _steps[step.name] = step


def steps() -> list[Step]:
    """All of them, in the order in which a receipt lists them."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.name))


def open_receipt(record: TakeDown, pages: Sequence[Any] = ()) -> None:
    """Write a waiting line for each step. `pages` are the page in every language, as they are before the take-down."""
    ReceiptStep.objects.bulk_create(
        [
            ReceiptStep(take_down=record, name=step.name, noted=step.prepare(pages) if step.prepare else {})
            for step in steps()
        ],
        ignore_conflicts=True,
    )


def check_all(record: TakeDown) -> bool:
    """Try each step that is not done, and note what came of it and when. Whether all are done."""
    if record.restored_at is not None:
        return True
    open_receipt(record, pages_of(record))  # A take-down from before a step existed gets its line now.
    lines = {line.name: line for line in record.steps.exclude(state=ReceiptStep.State.DONE)}
    for step in steps():
        if step.name in lines:
            _check(step, lines[step.name], record)
    return not record.steps.exclude(state=ReceiptStep.State.DONE).exists()


def _check(step: Step, line: ReceiptStep, record: TakeDown) -> None:
    line.tried_at, line.tries = timezone.now(), line.tries + 1
    try:
        with transaction.atomic():
            try:
                said, line.state = step.check(record, line.noted), ReceiptStep.State.DONE
            except NotYet as missing:  # What it mended on the way stays mended.
                said, line.state = missing.said, ReceiptStep.State.FAILED
    except Exception as error:
        # Its words may hold an address: they go to the log of the machine, the receipt says what kind of error it is.
        logger.exception("a step of a take-down failed", extra={"step": step.name, "take_down": record.pk})
        said = Said(_("An error (%(kind)s). It is tried again."), {"kind": type(error).__name__})
        line.state = ReceiptStep.State.FAILED
    line.result, line.values = said.message, said.values
    line.save(update_fields=["tried_at", "tries", "result", "values", "state"])


def pause_after(tries: int) -> datetime.timedelta:
    """How long to wait after so many tries."""
    return datetime.timedelta(seconds=TRY_AGAIN_AFTER[min(tries, len(TRY_AGAIN_AFTER)) - 1])


def pages_of(record: TakeDown) -> list[Any]:
    """The page in every language, aliases and drafts included, as the database has it now."""
    return list(covered(record.translation_key).select_related("locale").order_by("pk"))


def _is_off(record: TakeDown, noted: dict[str, Any]) -> Said:
    """This room's own step: no row is live, nothing would bring one back by itself."""
    pages = pages_of(record)
    live = sum(page.live for page in pages)
    if live:
        raise NotYet(_("%(number)d languages are still published."), number=live)
    for page in pages:
        if Revision.page_revisions.for_instance(page).filter(approved_go_live_at__isnull=False).exists():
            raise NotYet(_("A schedule would publish it."))
        if WorkflowState.objects.for_instance(page).active().exists():
            raise NotYet(_("A review is under way."))
    return Said(_("Unpublished: %(number)d languages or aliases. No schedule, no review."), {"number": len(pages)})


register(Step("off", gettext_lazy("Unpublished in every language, its schedules and reviews ended"), _is_off, order=10))
