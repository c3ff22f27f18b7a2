"""The JSON of every page type in two languages, kept as files: a change of what the world receives shows as a diff.

After a change that is meant, renew the files and read the difference before it is committed:

    RENEW_GOLDEN=1 .venv/bin/pytest tests/web/test_api_golden.py
"""

import datetime
import itertools
import json
import os
import re
from pathlib import Path

import pytest
import time_machine
from django.db import connection

from tests import factories
from tests.web.api import ask

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
A_DAY = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
RENDITION = re.compile(r"/media/images/[^\"]+(?=\.(?:avif|webp)\")")
COUNTED = ["wagtailcore_page", "authoring_newsroomdocument", "authoring_newsroomimage"]


@pytest.fixture
def stable(empty_site, monkeypatch):
    """Make whatever is counted or dated come out the same in every run. The count that factories put into names
    starts where no other test comes, or a file of the same name would get another one."""
    monkeypatch.setattr(factories, "_numbers", itertools.count(900_001))
    with connection.cursor() as cursor:
        for table in COUNTED:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            cursor.execute(f"ALTER SEQUENCE {cursor.fetchone()[0]} RESTART WITH 1001")
    with time_machine.travel(A_DAY, tick=False):
        yield


def with_stable_names(text):
    """The text with its random keys, and the names of its pictures' files, numbered in the order they appear in."""
    return numbered(RENDITION, "/media/images/{}", numbered(UUID, "00000000-0000-4000-8000-{:012}", text))


def numbered(pattern, name, text):
    seen = {}
    return pattern.sub(lambda found: name.format(seen.setdefault(found[0], len(seen) + 1)), text)


def test_the_json_of_every_page_type_is_as_it_was(stable):
    sources = factories.one_of_each()
    pages = {f"{name}.en": page for name, page in sources.items()}
    pages |= {f"{name}.es": factories.translated(page) for name, page in sources.items()}
    now = {}
    for name, page in pages.items():
        said = json.dumps(ask(f"pages/{page.pk}/"), indent=2, ensure_ascii=False)
        now[f"{name}.json"] = with_stable_names(said) + "\n"
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        for name, said in now.items():
            (GOLDEN / name).write_text(said, encoding="utf-8")
    assert sorted(now) == sorted(path.name for path in GOLDEN.glob("*.json"))
    for name, said in now.items():
        assert said == (GOLDEN / name).read_text(encoding="utf-8"), f"{name} changed: if it is meant, see above"
