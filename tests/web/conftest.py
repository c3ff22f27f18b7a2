"""A site to read: built once for a module, because building it takes longer than reading it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests import factories


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], Any]]:
    """A public page of each type in English and in Arabic, by (type name, language). Tests leave it as it is."""
    with django_db_blocker.unblock(), transaction.atomic():
        pages = {(name, "en"): page for name, page in factories.one_of_each().items()}
        for (name, _), page in list(pages.items()):
            pages[name, "ar"] = factories.translated(page, "ar")
        yield pages
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def homes(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A site of which only the home page is public, in English, Spanish and Arabic: the English one."""
    with django_db_blocker.unblock(), transaction.atomic():
        page = factories.home()
        for code in ("es", "ar"):
            factories.translated(page, code)
        yield page
        transaction.set_rollback(True)
