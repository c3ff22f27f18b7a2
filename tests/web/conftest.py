"""Homes to read: published once a run, because publishing takes longer than reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import factories
from tests.baseline import Scenery


@pytest.fixture(scope="session")
def homes_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    def make() -> dict[str, Any]:
        page = factories.home()
        return {"en": page} | {code: factories.translated(page, code) for code in ("es", "ar")}

    return scenery(make)


@pytest.fixture(scope="module")
def homes(homes_scenery: Scenery, django_db_blocker: Any) -> Iterator[Any]:
    """A site of which only the home page is public, in English, Spanish and Arabic: the English one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield homes_scenery.put_up()["en"]
        transaction.set_rollback(True)
