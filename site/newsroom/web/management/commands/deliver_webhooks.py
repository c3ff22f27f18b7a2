"""`manage.py deliver_webhooks`: for a cron job, next to the worker or in place of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.web.webhooks.delivering import deliver_due


class Command(BaseCommand):
    """Announce what changed without telling anybody, and send what is due."""

    help = "Send the webhooks that are due, those of changes that told nobody included."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = deliver_due()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
