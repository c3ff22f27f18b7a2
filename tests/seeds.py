"""The demo's data, seeded once a run: `make demo` itself seeds it in a process of its own, and the tests of what it
shows begin with a copy of the rows and files that it left."""

import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

from tests.baseline import Baseline

_NEXT_NUMBERS = """
    SELECT setval(seq.oid, greatest(nextval(seq.oid), newest.value))
    FROM pg_class seq JOIN unnest(%s::text[], %s::bigint[]) newest (name, value) ON newest.name = seq.relname
    WHERE seq.relkind = 'S'
"""


class Seed:
    """What one `make demo` left, in a folder that all processes of this run know."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._unfinished = folder / "demo-seed", folder / "demo-seed-unfinished"

    @property
    def is_there(self) -> bool:
        """Whether a demo has left one."""
        return self._folder.exists()

    def keep(self, database: str, media: Path, told: list[str], password: str) -> None:
        """Copy what is at this address and in this folder, with the lines that its seeding told and its password."""
        self._unfinished.mkdir()
        with psycopg.connect(database) as demo, demo.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            rows = Baseline(cursor)
            numbers = cursor.execute(
                "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
            ).fetchall()
        (self._unfinished / "rows").write_bytes(pickle.dumps((rows, numbers)))
        (self._unfinished / "told").write_text(json.dumps({"told": told, "password": password}))
        shutil.copytree(media, self._unfinished / "media")
        os.rename(self._unfinished, self._folder)

    def load(self, tell: Callable[[str], None]) -> str:
        """Put it into the database and among the files of the tests, within a transaction of theirs; its password."""
        rows, numbers = pickle.loads((self._folder / "rows").read_bytes())
        rows.replace()
        with connection.cursor() as cursor:
            cursor.execute(_NEXT_NUMBERS, [[name for name, _ in numbers], [value for _, value in numbers]])
        ContentType.objects.clear_cache()
        cache.clear()
        shutil.copytree(self._folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        said = json.loads((self._folder / "told").read_text())
        for line in said["told"]:
            tell(line)
        return said["password"]
