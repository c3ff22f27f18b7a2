"""`manage.py end_consents`: for a cron job each minute, next to the worker, which does the same by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.authoring.ending import end_consents


class Command(BaseCommand):
    """Unpublish what rests on consents that are over, one transaction per page, and mail of ends to come."""

    help = "Unpublish what rests on consents that are over, and tell people of consents that end soon."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = end_consents()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
