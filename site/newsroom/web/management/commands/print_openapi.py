"""`manage.py print_openapi`: the API's promise as a file, for generators. No database, no server."""

import json

from django.core.management.base import BaseCommand

from newsroom.web.api.openapi import openapi


class Command(BaseCommand):
    help = "Prints the OpenAPI document of the API."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        self.stdout.write(json.dumps(openapi(), ensure_ascii=False, indent=1))
