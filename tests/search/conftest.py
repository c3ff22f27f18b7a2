from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.baseline import Scenery
from tests.search.corpus import TEXTS, write_all


@pytest.fixture(scope="session")
def library_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    return scenery(lambda: write_all(TEXTS))


@pytest.fixture(scope="module")
def library(library_scenery: Scenery, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], Any]]:
    """The public pages of the small corpus, for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield library_scenery.put_up()
        transaction.set_rollback(True)


@pytest.fixture
def homes(library: Any, db: None) -> Any:
    """The library, with a public home page in each of its languages, for a test that asks over HTTP."""
    return library
