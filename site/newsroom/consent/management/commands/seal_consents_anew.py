"""Seal what is sealed with the first of CONSENT_KEYS, so that the others can be dropped."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from newsroom.consent.records import Consent, Evidence
from newsroom.consent.sealing import CannotOpen, seal_anew


class Command(BaseCommand):
    help = "Seal names, contacts and documents of consents anew, with the first of CONSENT_KEYS."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for model, names in ((Consent, ("sealed_name", "sealed_contact")), (Evidence, ("sealed_name", "sealed"))):
            for pk in list(model._default_manager.values_list("pk", flat=True)):
                row = model._default_manager.select_for_update().get(pk=pk)
                try:
                    changed = {name: seal_anew(getattr(row, name)) for name in names}
                except CannotOpen:
                    raise CommandError(f"{row} was sealed with none of CONSENT_KEYS. Nothing is changed.") from None
                model._default_manager.filter(pk=pk).update(**changed)
                count += 1
        self.stdout.write(f"Sealed anew: {count}")
