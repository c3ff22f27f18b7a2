"""`manage.py scan_media`: the second opinion on what is stored."""

import io

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import CommandError, call_command

from newsroom.authoring.models import NewsroomDocument
from tests import factories
from tests.media import dirty


@pytest.fixture
def stores(tmp_path, monkeypatch):
    """Two empty stores in place of those that hold what other tests left, with no gate before them."""
    for name in ("default", "public"):
        monkeypatch.setitem(storages._storages, name, FileSystemStorage(tmp_path / name))
    return tmp_path


def scan():
    said = io.StringIO()
    try:
        call_command("scan_media", stdout=said)
    except CommandError as ended:
        return ended.returncode, said.getvalue()
    return 0, said.getvalue()


def named(name):
    """Write a row that names this file, past the gate."""
    NewsroomDocument.objects.bulk_create([NewsroomDocument(title="A", file=name)])
    return name


def test_nothing_is_found_in_clean_stores_and_a_file_that_came_past_the_gate_is_named(stores, db):
    assert scan() == (0, "Files read: 0. Leaks: 0.\n")
    (stores / "default" / "documents").mkdir(parents=True)
    (stores / "default" / named("documents/plain.txt")).write_bytes(b"Whereas ...")
    (stores / "public").mkdir()
    (stores / "public" / named("poster.png")).write_bytes(factories._poster())
    assert scan() == (0, "Files read: 2. Leaks: 0.\n")
    (stores / "public" / named("a.webp")).write_bytes(dirty.pictures()["a.webp"])
    code, said = scan()
    assert code == 1
    assert "public/a.webp: IFD0:Artist = Maria Secret\n" in said and "plain.txt" not in said
    assert said.endswith(f"Files read: 3. Leaks: {said.count('public/a.webp')}.\n")


def test_a_file_that_no_row_names_is_said_to_be_one(stores, db):
    (stores / "default").mkdir()
    (stores / "default" / "left.txt").write_bytes(b"Whereas ...")
    code, said = scan()
    assert code == 0 and said.startswith("private/left.txt: no row names it")
