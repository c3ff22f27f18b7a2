"""`manage.py publish_due`: for a cron job, next to the worker that is woken for each hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.review.schedule import run_schedule


class Command(BaseCommand):
    """Publish what is due and end what has expired, one transaction per page."""

    help = "Publish approved versions whose hour has come, and end pages that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = run_schedule()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
