"""The demo, as `make demo` seeds it: by itself, if it ran before (tests/config/test_demo_run.py), else here."""

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction

from demo import scenes
from newsroom.authoring.documents import build, visible_rows
from tests.conftest import EMPTY_SITE

PASSWORD = "a long pass phrase for the demo"
DEMO_PASSWORD = pytest.StashKey[str]()


@pytest.fixture(scope="package")
def seeded(django_db_setup, django_db_blocker, pytestconfig, seed):
    """Every scene, in a transaction that is undone when this room's last test has ended.

    Gives the lines of progress that the person in front of `make demo` would have read."""
    told = []
    with pytest.MonkeyPatch.context() as environment, django_db_blocker.unblock(), transaction.atomic():
        environment.setenv("DEMO_PASSWORD", PASSWORD)
        environment.setattr(settings, "TASKS", {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
        if seed.is_there:
            pytestconfig.stash[DEMO_PASSWORD] = seed.load(told.append)
        else:
            pytestconfig.stash[EMPTY_SITE].replace()
            scenes.seed(told.append)
        environment.undo()
        yield told
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()
    cache.clear()


@pytest.fixture
def demo_password(seeded, pytestconfig, monkeypatch, settings):
    """The password that the demo was made with; `make demo` hashes it as production does."""
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.Argon2PasswordHasher"]
    password = pytestconfig.stash.get(DEMO_PASSWORD, PASSWORD)
    monkeypatch.setenv("DEMO_PASSWORD", password)
    return password


@pytest.fixture(autouse=True)
def demo(seeded, db):
    """Each test may change what it likes: the next one finds the demo as it was."""
    return seeded


@pytest.fixture(scope="package")
def documents(seeded):
    """Everything that the public of the demo can read."""
    return build(list(visible_rows()))
