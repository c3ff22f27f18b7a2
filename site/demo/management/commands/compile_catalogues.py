"""Compile the interface's translations: part of every deployment."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.catalogues import compile_catalogues


class Command(BaseCommand):
    """Compile every catalogue that is newer than its compiled form."""

    help = "Compile the .po files of the interface's translations into .mo files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile below each of LOCALE_PATHS."""
        for folder in settings.LOCALE_PATHS:
            compile_catalogues(Path(folder))
