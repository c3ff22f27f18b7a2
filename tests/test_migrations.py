"""Every migration of ours goes forward, back and forward again."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.conftest import database_server

REPOSITORY = Path(__file__).resolve().parents[1]
# From the last room to the first, so that each goes before what it leans on.
ROOMS = [
    "demo",
    "search",
    "stories",
    "home",
    "commitments",
    "web",
    "authoring",
    "translation",
    "review",
    "consent",
    "audit",
]


@pytest.fixture
def migrated_database(migrated, django_db_blocker):
    """The address of a database beside the tests' own, which has gone all the way forward and holds nothing else."""
    address = urlsplit(os.environ["DATABASE_URL"])
    with django_db_blocker.unblock(), database_server() as server:
        server.execute("DROP DATABASE IF EXISTS up_and_down")
        server.execute(SQL("CREATE DATABASE up_and_down TEMPLATE {}").format(Identifier(migrated)))
        yield f"{address.scheme}://{address.netloc}/up_and_down?{address.query}"
        server.execute("DROP DATABASE up_and_down WITH (FORCE)")


# One process for all of them: each would take seconds to begin.
MIGRATE = """
import sys, django
from django.core.management import call_command
django.setup()
for target in sys.argv[1:]:
    call_command("migrate", *target.split(), verbosity=0)
"""


def migrate(database: str, *targets: str) -> None:
    """Bring the database to each of these in turn: "" for everything, or the arguments of `migrate`."""
    subprocess.run(
        [sys.executable, "-c", MIGRATE, *targets],
        env={**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings.test",
             "PYTHONPATH": str(REPOSITORY / "site")},
        check=True,
    )  # fmt: skip


# The mark has the tests' own database made also when no other test asks for it.
@pytest.mark.django_db
def test_migrations_go_forward_back_and_forward_again(migrated_database):
    there = [room for room in ROOMS if next(REPOSITORY.glob(f"site/**/{room}/migrations/0001_*.py"), None) is not None]
    migrate(migrated_database, *(f"{room} zero" for room in there))
    with psycopg.connect(migrated_database) as database:
        ours = (
            "SELECT tablename FROM pg_tables WHERE tablename ~ '^(home|stories|commitments|review|consent|authoring)_'"
        )
        assert database.execute(ours).fetchall() == []
        triggers = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'newsroom%'"
        assert database.execute(triggers).fetchall() == []
    migrate(migrated_database, "")
