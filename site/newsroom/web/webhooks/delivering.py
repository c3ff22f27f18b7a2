"""Emptying the outbox: at least once, in order for each page, again and again for three days.

A worker takes a message by a lease, in one transaction; sends it; writes down what came of it, in another. Killed
anywhere between, it loses the lease, and the message is sent again: a receiver knows it by its id. A message waits
while an earlier one about the same page waits for the same endpoint.
"""

from __future__ import annotations

import datetime
import logging
import random
import time
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsroom.web.webhooks import sending
from newsroom.web.webhooks.announcing import catch_up
from newsroom.web.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from newsroom.web.webhooks.outbox import forget_old, payload

logger = logging.getLogger("newsroom.webhooks")

# How long a message is tried before it is given up.
TRIED_FOR = datetime.timedelta(days=3)
# Longer than `sending.PATIENCE` and a slow name server together.
LEASE = datetime.timedelta(seconds=90)
# The pause before the next try: three times the one before, up to six hours, and a fifth more or less, so that many
# messages do not come back at once.
FIRST_PAUSE, LONGEST_PAUSE, JITTER = 10.0, 6 * 3600.0, 0.2
# Other work of the worker gets its turn.
LONGEST_RUN = 60.0

State = WebhookDelivery.State


def deliver_due() -> dict[str, int]:
    """Announce what was missed and send what is due: counts of each outcome."""
    from newsroom.web.webhooks.tasks import wake

    counts = {"delivered": 0, "put off": 0, "given up": 0}
    try:
        catch_up()
    except Exception:  # What was written is sent, whatever is wrong with the rest.
        logger.exception("webhooks did not catch up")
    forget_old()
    silent: set[int] = set()
    end = time.monotonic() + LONGEST_RUN
    while (delivery := _take(silent)) is not None:
        event, endpoint = delivery.event, delivery.endpoint
        outcome = sending.send(endpoint.url, endpoint.secrets_now(), event.uid, payload(event))
        counts[_note(delivery, outcome)] += 1
        if not outcome.is_delivered:
            # Whoever does not answer is not asked for every message that waits: once a run is enough.
            silent.add(endpoint.pk)
        if time.monotonic() > end:
            wake()
            break
    return counts


@transaction.atomic
def _take(silent: set[int]) -> WebhookDelivery | None:
    now = timezone.now()
    earlier = WebhookDelivery.objects.filter(
        endpoint_id=OuterRef("endpoint_id"),
        event__subject=OuterRef("event__subject"),
        event_id__lt=OuterRef("event_id"),
        state=State.WAITING,
    )
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    due = WebhookDelivery.objects.filter(free, state=State.WAITING, due_at__lte=now, endpoint__is_active=True)
    due = due.exclude(endpoint_id__in=silent).exclude(Exists(earlier)).select_related("event", "endpoint")
    delivery = due.order_by("event_id", "pk").select_for_update(of=("self",), skip_locked=True).first()
    if delivery is not None:
        delivery.lease, delivery.leased_until = uuid.uuid4(), now + LEASE
        delivery.save(update_fields=["lease", "leased_until"])
    return delivery


@transaction.atomic
def _note(delivery: WebhookDelivery, outcome: sending.Outcome) -> str:
    """Write down what came of it, and say it in a word."""
    from newsroom.web.webhooks.tasks import wake

    if not WebhookDelivery.objects.select_for_update().filter(pk=delivery.pk).exists():
        return "given up"  # Its endpoint was deleted meanwhile.
    now, attempts = timezone.now(), delivery.attempts + 1
    WebhookAttempt.objects.create(
        delivery=delivery, status=outcome.status, outcome=outcome.words, milliseconds=outcome.milliseconds
    )
    # What arrived has arrived; anything else is ours to say only while the message is ours.
    row = WebhookDelivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    if outcome.is_delivered:
        row.update(state=State.DELIVERED, delivered_at=now, attempts=attempts, lease=None, leased_until=None)
        return "delivered"
    mine = row.filter(lease=delivery.lease)
    again = now + pause_after(attempts)
    give_up_at = delivery.give_up_at or now + TRIED_FOR
    if outcome.is_gone or again > give_up_at:
        mine.update(state=State.DEAD, attempts=attempts, lease=None, leased_until=None)
        if outcome.is_gone:
            WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
                is_active=False, switched_off_because="It answered 410: it wants no more messages."
            )
        return "given up"
    mine.update(due_at=again, give_up_at=give_up_at, attempts=attempts, lease=None, leased_until=None)
    wake(again)
    return "put off"


def pause_after(attempts: int) -> datetime.timedelta:
    """How long to wait after this many tries."""
    seconds = min(FIRST_PAUSE * 3 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return datetime.timedelta(seconds=seconds * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 (no secret)
