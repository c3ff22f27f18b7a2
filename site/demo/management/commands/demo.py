"""`manage.py demo prepare` makes the database and its content; `demo welcome` says who can sign in."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from demo import scenes
from demo.console import say


class Command(BaseCommand):
    """Prepare the demo and greet the person who runs it."""

    help = "Prepare the demo's database, files and content, or print its addresses and people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one word."""
        parser.add_argument("action", choices=["prepare", "seed", "welcome"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the word says."""
        {"prepare": self.prepare, "seed": self.seed, "welcome": self.welcome}[options["action"]]()

    def prepare(self) -> None:
        """Bring everything up to date; each step does nothing when nothing has changed."""
        say("Bringing the database up to date")
        call_command("migrate", verbosity=0, interactive=False)
        say("Compiling the translations and collecting static files")
        call_command("compile_catalogues")
        self.collect_static_files()
        self.seed()

    def collect_static_files(self) -> None:
        """Collect them where one of them changed: naming and compressing them takes seconds of each start."""
        files = sorted(
            f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
            for finder in get_finders()
            for path, storage in finder.list([])
        )
        digest, noted = sha256("\n".join(files).encode()).hexdigest(), Path(settings.STATIC_ROOT + ".collected")
        if not noted.exists() or noted.read_text() != digest:
            call_command("collectstatic", verbosity=0, interactive=False)
            noted.write_text(digest)

    def seed(self) -> None:
        """Perform the scenes once: a demo that has its people has its content."""
        if get_user_model().objects.exists():
            return
        say("Seeding: people first, then each page on its way through the newsroom")
        scenes.seed(say)

    def welcome(self) -> None:
        """Print where the demo is and who can sign in, with the passwords."""
        base = settings.WAGTAILADMIN_BASE_URL
        print(f"\n  The site      {base}/")
        print(f"  The newsroom  {base}{settings.ADMIN_PATH}")
        print(f"  Its mail      {settings.EMAIL_FILE_PATH}\n")
        for person in scenes.people():
            print(f"  {person.name:<16} {person.password:<14} {person.role:<24} {person.task}")
        for username, key, codes in scenes.second_factors():
            print(f"\n  {username} is asked for a code too: add this key to an authenticator app: {key}")
            print(f"  … or type one of these, each once: {' '.join(codes[:5])}")
        print(flush=True)
