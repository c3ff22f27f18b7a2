"""Mail that a mail server's bad day cannot lose.

`QueuedMail` is Django's e-mail backend here: a message becomes a task in the transaction that gave cause for it (no
mail about what was rolled back), and a worker delivers it through settings.MAIL_DELIVERY_BACKEND, trying again for
about 40 hours. Sending never waits for the mail server.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_tasks import task

from newsroom.review.later import enqueue_at

logger = logging.getLogger("newsroom.mail")

# How long to wait before each further attempt, in minutes.
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
_FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")


class QueuedMail(BaseEmailBackend):
    """Hands messages to the worker. Text and its alternatives only: no message of ours has a file attached."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            deliver.enqueue(_as_data(message))
        return len(email_messages)


def _as_data(message: EmailMessage) -> dict[str, Any]:
    if message.attachments:
        raise ValueError("A queued message has no attachments: send a link instead.")
    alternatives = [list(each) for each in getattr(message, "alternatives", [])]
    return {**{name: getattr(message, name) for name in _FIELDS}, "alternatives": alternatives}


def _as_message(data: dict[str, Any]) -> EmailMultiAlternatives:
    fields = {name: data[name] for name in _FIELDS if name != "extra_headers"}
    message = EmailMultiAlternatives(**fields, headers=data["extra_headers"])
    for content, media_type in data["alternatives"]:
        message.attach_alternative(content, media_type)
    return message


@task()
def deliver(data: dict[str, Any], attempt: int = 0) -> str:
    """Deliver one message, or put it off. Raises what the mail server raised when the last attempt fails: the
    worker then keeps the message among its failed tasks."""
    message = _as_message(data)
    message.connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    try:
        message.send()
    except OSError as problem:  # smtplib's exceptions are OSErrors too.
        if attempt < len(PAUSES) and _put_off(data, attempt):
            logger.warning("mail put off", extra={"attempt": attempt + 1, "why": type(problem).__name__})
            return "put off"
        raise
    return "sent"


def _put_off(data: dict[str, Any], attempt: int) -> bool:
    return enqueue_at(deliver, timezone.now() + datetime.timedelta(minutes=PAUSES[attempt]), data, attempt + 1)
