from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.search.corpus import TEXTS, write_all


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], Any]]:
    """The public pages of the small corpus, written once for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield write_all(TEXTS)
        transaction.set_rollback(True)


@pytest.fixture
def homes(library: Any, db: None) -> Any:
    """The library, with a public home page in each of its languages, for a test that asks over HTTP."""
    return library
