"""The outbox: a message and its deliveries are rows of the transaction that gave cause for them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from newsroom.authoring.delivery import absolute_url, public_url
from newsroom.authoring.visible import visible_pages
from newsroom.web.webhooks.kinds import TEST, Kind
from newsroom.web.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent

# How long the log is kept.
KEPT_FOR = datetime.timedelta(days=30)
# Nothing is public any more of what these are about.
_GONE = (Kind.UNPUBLISHED, Kind.TAKEN_DOWN)


@transaction.atomic
def write(events: Sequence[WebhookEvent], only: WebhookEndpoint | None = None) -> None:
    """Keep these messages for whoever listens to their kind (or for this one endpoint), and wake the worker."""
    from newsroom.web.webhooks.tasks import wake

    endpoints = [only] if only else list(WebhookEndpoint.objects.active())
    wanted = [event for event in events if any(endpoint.wants(event.kind) for endpoint in endpoints)]
    if not wanted:
        return
    WebhookEvent.objects.bulk_create(wanted)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(event=event, endpoint=endpoint)
        for event in wanted
        for endpoint in endpoints
        if endpoint.wants(event.kind)
    )
    wake()


def test(endpoint: WebhookEndpoint) -> WebhookEvent:
    """A message that says nothing, to see whether it arrives."""
    event = WebhookEvent(kind=TEST)
    event.subject = f"test:{event.uid}"
    write([event], only=endpoint)
    return event


def replay(deliveries: Any) -> int:
    """Send these messages again, for another three days: their number. They keep their ids."""
    count = deliveries.exclude(state=WebhookDelivery.State.WAITING).update(
        state=WebhookDelivery.State.WAITING, attempts=0, due_at=timezone.now(), give_up_at=None, delivered_at=None
    )
    if count:
        from newsroom.web.webhooks.tasks import wake

        wake()
    return count


def payload(event: WebhookEvent) -> dict[str, Any]:
    """What is sent. The address is that of now: none where the page is not public at this moment, whatever the message
    says about an earlier one."""
    data: dict[str, Any] = {
        "id": event.page_id,
        "type": event.page_type or None,
        "lang": event.lang or None,
        "translation_key": str(event.translation_key) if event.translation_key else None,
        "revision": event.revision_id,
        "redirect": event.redirect_id,
        "url": None if event.kind in _GONE else _address(event.page_id),
    }
    time = event.created_at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"type": event.kind, "timestamp": time, "data": data}


def _address(page_id: int | None) -> str | None:
    pages = visible_pages().filter(pk=page_id) if page_id else Page.objects.none()
    row = pages.values_list("locale__language_code", "url_path").first()
    return absolute_url(public_url(*row)) if row else None


def forget_old() -> None:
    """Take what is past its time out of the log; what waits stays."""
    old = WebhookEvent.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
    old.exclude(deliveries__state=WebhookDelivery.State.WAITING).delete()
