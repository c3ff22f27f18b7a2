"""`manage.py check_take_downs`: what the worker does by itself, for want of one, or to be sure."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.consent.removal.tasks import check_open_receipts


class Command(BaseCommand):
    help = "Goes through the receipts of take-downs that are not all green. Ends with an error while one is red."

    def handle(self, *args: Any, **options: Any) -> None:
        red = check_open_receipts()
        if red:
            raise CommandError(f"{red} take-downs are not complete: see Reports, Taken-down pages.")
        self.stdout.write("Every take-down is complete.")
