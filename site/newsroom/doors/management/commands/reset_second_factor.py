"""`manage.py reset_second_factor NAME`: for the last Administrator who lost phone and codes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.doors import colleagues


class Command(BaseCommand):
    """Forget somebody's second factor, end their sessions, and tell them by mail."""

    help = "Forget a person's second factor and end their sessions. They are told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises CommandError when there is nobody of that name."""
        name = options["username"]
        person = get_user_model()._default_manager.filter(username=name).first()
        if person is None:
            raise CommandError(f"There is nobody called {name}.")
        colleagues.reset_second_factor(person)
        self.stdout.write(f"{name} sets up another second factor at the next sign-in.")
