"""Taking a page down, and letting it come back through a review."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, Revision, WorkflowState

from newsroom.consent.models import Erasure, TakeDown
from newsroom.consent.removal import receipt, tasks
from newsroom.consent.removal.covered import covered

# The one place to hang on: whatever else has to be purged (files, caches, webhooks) listens here. Sent within the
# transaction, with `take_down` and `pages` (every language, drafts included): a receiver that raises undoes it all.
page_taken_down = Signal()
# Sent within the transaction, with the same, when a take-down is lifted: each language is a draft again.
take_down_lifted = Signal()


class TakeDownRefused(PermissionDenied):
    """Its text is one sentence for the person who tried."""


def may_take_down(person) -> bool:
    """Duty editors take pages down, and let them come back."""
    return person.is_active and person.has_perm("consent.take_down")


@transaction.atomic
def take_down_together(page, others, person, reason: str) -> TakeDown:
    """Remove a page, and others with the same people on them, in one act, for one reason: the first one's record.
    Raises TakeDownRefused, and then all of them stay."""
    keys = [each.translation_key for each in (page, *others)]
    # In one order, so that two people who take the same pages down do not wait for each other.
    list(Page.objects.filter(translation_key__in=keys).select_for_update().order_by("pk").values_list("pk"))
    record = take_down(page, person, reason)
    for each in others:
        take_down(each, person, reason, along_with=record)
    return record


@transaction.atomic
def take_down(page, person, reason: str, along_with: TakeDown | None = None) -> TakeDown:
    """Remove a page from the public in every language at once. Raises TakeDownRefused without permission or reason.

    What is public asks for this row on every read (`newsroom.authoring.visible`), so the page is gone from the next
    request on, whatever the page rows say; they are unpublished too, so that the admin tells the same story."""
    if not may_take_down(person):
        raise TakeDownRefused(_("Only a Duty editor may take a page down."))
    if not (reason or "").strip():
        raise TakeDownRefused(_("Write down why the page is taken down."))
    page = page.alias_of or page  # Whoever finds a copy means what it is a copy of.
    # Every edit and decision takes the lock of its page's row, so none of them comes between.
    list(covered(page.translation_key).select_for_update().order_by("pk").values_list("pk"))
    already = TakeDown.objects.in_force().of(page).first()
    if already:
        return already
    record = TakeDown.objects.create(
        translation_key=page.translation_key,
        title=page.title,
        reason=reason.strip(),
        taken_down_by=person,
        taken_down_with=along_with,
    )
    pages = list(covered(page.translation_key).specific())
    receipt.open_receipt(record, pages)
    for each in pages:
        # Wagtail's history shows one line of a kind for each context, which would be one for all languages.
        with LogContext(user=person):
            _take_off(each, person, record)
    page_taken_down.send(sender=TakeDown, take_down=record, pages=pages)
    tasks.begin(record)
    return record


def _take_off(page, person, record: TakeDown) -> None:
    """Unpublish one language, and end what would bring it back by itself: schedules and reviews under way."""
    for state in WorkflowState.objects.for_instance(page).active():
        state.cancel(user=person)
    Revision.page_revisions.for_instance(page).filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=None
    )
    if page.live:
        page.unpublish(user=person, log_action=None)
    log(instance=page, action="newsroom.take_down", user=person, data={"reason": record.reason})


@transaction.atomic
def restore(record: TakeDown, person) -> None:
    """Lift a take-down. Nothing comes back by itself: each language is a draft again and needs a new review."""
    if not may_take_down(person):
        raise TakeDownRefused(_("Only a Duty editor may lift a take-down."))
    if record.restored_at is not None:
        return
    if Erasure.objects.filter(take_down=record).exists():
        raise TakeDownRefused(_("It is erased: there is nothing to bring back."))
    record.restored_by, record.restored_at = person, timezone.now()
    record.save(update_fields=["restored_by", "restored_at"])
    pages = list(covered(record.translation_key).specific())
    for page in pages:
        with LogContext(user=person):
            log(instance=page, action="newsroom.restore", user=person)
    take_down_lifted.send(sender=TakeDown, take_down=record, pages=pages)
