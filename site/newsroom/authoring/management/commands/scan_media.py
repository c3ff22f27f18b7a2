"""`manage.py scan_media`: does anything that is stored tell more than it shows?"""

from __future__ import annotations

from typing import Any

from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from newsroom.authoring.scanning import NoScanner, leaks, orphans


class Command(BaseCommand):
    help = "Read every stored file with ExifTool and name what it gives away. Ends with 1 where one does."

    def handle(self, *args: Any, **options: Any) -> None:
        read, found = 0, 0
        stores = [("private", storages["default"]), ("public", storages["public"])]
        try:
            for files, leaking in leaks(stores):
                read, found = read + files, found + len(leaking)
                for leak in leaking:
                    self.stdout.write(str(leak))
        except NoScanner as missing:
            raise CommandError(str(missing)) from missing
        for label, store in stores:
            for orphan in orphans(label, store):
                self.stdout.write(f"{orphan}: no row names it; delete it unless an upload is just going on")
        self.stdout.write(f"Files read: {read}. Leaks: {found}.")
        if found:
            raise CommandError("Something that is stored tells more than it shows.", returncode=1)
