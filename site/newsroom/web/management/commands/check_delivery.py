"""`manage.py check_delivery`: is what readers get what would be made for them now?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application

from newsroom.web.models import PublishedDocument
from newsroom.web.published_documents.application import SITE
from newsroom.web.published_documents.checking import differences
from newsroom.web.published_documents.forgetting import forget_what_is_over
from newsroom.web.published_documents.release import release_of


class Command(BaseCommand):
    help = (
        "Compares every published document with a fresh answer, deletes those that differ, so that the next reader "
        "gets a fresh one, and says which. Also deletes what is over. Ends with an error where one differed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--report-only", action="store_true", help="Delete nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        over = 0 if options["report_only"] else forget_what_is_over()
        found = list(differences(get_wsgi_application(), release_of(SITE)))
        for difference in found:
            self.stdout.write(f"{difference.address}: another {difference.what}")
        if not options["report_only"]:
            PublishedDocument.objects.filter(address__in=[difference.address for difference in found]).delete()
        kept = PublishedDocument.objects.count()
        self.stdout.write(f"{kept} published documents are kept, {over} that were over are deleted.")
        if found:
            done = "" if options["report_only"] else " They are deleted; the next reader gets fresh ones."
            raise CommandError(f"{len(found)} differed from what would be made now.{done}")
