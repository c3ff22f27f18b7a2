"""`manage.py verify_audit`: whether somebody changed the log, or the audit of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.audit import chain
from newsroom.audit.models import AuditHead
from newsroom.audit.verifying import breaks

SHOWN = 20


class Command(BaseCommand):
    help = "Ends with an error that names the first broken link, if one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", default="", help="position:link, as an earlier run printed it")

    def handle(self, *args: Any, **options: Any) -> None:
        chain.seal()
        found = breaks(options["head"])
        first = next(found, None)
        if first is not None:
            for number, sentence in enumerate(found, start=2):
                if number > SHOWN:
                    break
                self.stderr.write(sentence)
            raise CommandError(first)
        head = AuditHead.objects.first()
        self.stdout.write("The log is as it was written. Note where it ends, outside of this machine:")
        self.stdout.write(str(head) if head else "0:")
