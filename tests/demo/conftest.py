"""The demo, seeded once for this room, exactly as `make demo` seeds it."""

import pytest
from django.conf import settings
from django.db import transaction

from demo import scenes
from newsroom.authoring.documents import build, visible_rows
from tests.conftest import EMPTY_SITE


@pytest.fixture(scope="package")
def seeded(django_db_setup, django_db_blocker, pytestconfig):
    """Every scene, performed in a transaction that is undone when this room's last test has ended.

    Gives the lines of progress that the person in front of `make demo` would have read."""
    told = []
    with pytest.MonkeyPatch.context() as environment, django_db_blocker.unblock(), transaction.atomic():
        environment.setenv("DEMO_PASSWORD", "a long pass phrase for the demo")
        environment.setattr(settings, "TASKS", {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
        pytestconfig.stash[EMPTY_SITE].replace()
        scenes.seed(told.append)
        environment.undo()
        yield told
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo(seeded, db):
    """Each test may change what it likes: the next one finds the demo as it was."""
    return seeded


@pytest.fixture(scope="package")
def documents(seeded):
    """Everything that the public of the demo can read."""
    return build(list(visible_rows()))
