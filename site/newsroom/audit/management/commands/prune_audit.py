"""`manage.py prune_audit`: what is older than its time leaves the audit and the log."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.audit.pruning import KEPT_FOR, Changed, prune


class Command(BaseCommand):
    help = "Deletes lines of the log that are older than three years, and their entries; the chain goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=KEPT_FOR.days, help=f"how long they are kept ({KEPT_FOR.days})")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = prune(datetime.timedelta(days=max(options["days"], 1)))
        except Changed as changed:
            raise CommandError(str(changed)) from changed
        self.stdout.write(f"{count} lines pruned.")
