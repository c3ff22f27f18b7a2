"""Attacks on the logs: each is "what goes wrong while somebody's name is at hand → what must happen": the log says what
went wrong, and not the name, at its most talkative too."""

from __future__ import annotations

import io
import logging
import traceback
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.template import engines
from django.test import Client
from django.urls import reverse
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from PIL import Image

from config.log_format import JsonLines
from config.middleware import BrokenOff
from newsroom.authoring.schemas import File
from newsroom.consent.models import TakeDown
from tests import factories

pytestmark = pytest.mark.django_db

NAME = "Quetzalli Villaseñor"
KEY = "3a0d2f6e-7f0a-4a57-9a9b-0f5a4e7d8c11"


@pytest.fixture
def logged(caplog):
    """Everything that was logged, as production writes it with LOG_LEVEL=DEBUG."""
    for name in (None, "django"):
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(JsonLines().format(record) for record in caplog.records)


def a_row_that_breaks_a_rule():
    TakeDown.objects.create(title=NAME, translation_key=KEY, reason=" ")


def a_row_that_is_there_already():
    Group.objects.create(name=NAME)
    Group.objects.create(name=NAME)


def a_value_that_is_no_number():
    connection.cursor().execute("SELECT %s::integer", [NAME])


def a_statement_that_breaks_off():
    connection.cursor().execute(f"SELECT 'it''s {NAME}")


@pytest.mark.parametrize(
    ("attempt", "says"),
    [
        (a_row_that_breaks_a_rule, "a_take_down_has_a_reason"),
        (a_row_that_is_there_already, "auth_group_name_key"),
        (a_value_that_is_no_number, "22P02"),
        (a_statement_that_breaks_off, "42601"),
    ],
)
def test_a_refusal_of_the_database_is_logged_without_the_row_that_it_quotes(logged, attempt, says):
    try:
        with transaction.atomic():
            attempt()
    except Error as error:
        assert NAME in str(error), "the database quotes nothing: this test shows nothing"
        logging.getLogger("newsroom").exception("Could not keep it: %s", error)
        try:
            raise RuntimeError("given up") from error
        except RuntimeError:
            logging.getLogger("django.request").exception("Internal Server Error: %s", "/admin/")
    assert NAME not in logged()
    assert says in logged()
    assert "RuntimeError" in logged()
    assert attempt.__name__ in logged(), "where it happened is said"


def test_what_a_trigger_of_ours_says_is_logged(logged):
    consent = factories.consent()
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consent_consent SET revoked_at = now() WHERE id = %s", [consent.pk])
        cursor.execute("UPDATE consent_consent SET revoked_at = NULL WHERE id = %s", [consent.pk])
    logging.getLogger("newsroom").error("No: %s", refusal.value)
    assert f"Consent {consent.pk} was revoked: that stays so." in logged()


def test_a_page_that_does_not_fit_its_shape_is_logged_without_its_words(logged):
    try:
        File(id=NAME, title=NAME, url="", media_type="", size=1)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/en/")
    assert "ValidationError" in logged()
    assert NAME not in logged()


def a_library_that_quotes_what_it_refuses():
    Image.open(io.BytesIO(NAME.encode()), formats=["JPEG"]).load()


def a_number_that_is_a_name():
    int(NAME)


def a_key_that_is_a_name():
    {}[NAME]


def a_file_that_is_called_by_a_name():
    Path(f"/nowhere/{NAME}.jpg").read_bytes()


def an_address_that_is_a_title():
    reverse("nowhere", args=[NAME])


def a_store_that_knows_no_such_file():
    said = {"Error": {"Code": "NoSuchKey", "Message": f"{NAME} is not here"}}
    raise ClientError(said, "GetObject")


def several_at_once():
    raise ExceptionGroup(NAME, [ValueError(NAME), KeyError(NAME)])


@pytest.mark.parametrize(
    ("attempt", "kind"),
    [
        (a_library_that_quotes_what_it_refuses, "UnidentifiedImageError"),
        (a_number_that_is_a_name, "ValueError"),
        (a_key_that_is_a_name, "KeyError"),
        (a_file_that_is_called_by_a_name, "No such file or directory (2)"),
        (an_address_that_is_a_title, "NoReverseMatch"),
        (a_store_that_knows_no_such_file, "GetObject: NoSuchKey"),
        (several_at_once, "KeyError"),
    ],
)
def test_what_a_library_or_the_language_quotes_is_not_logged_but_its_kind_and_place_are(logged, attempt, kind):
    try:
        attempt()
    except Exception as error:
        logging.getLogger("newsroom").exception("It failed: %s", error)
        try:
            raise RuntimeError(f"{NAME} again") from error
        except RuntimeError as again:
            logging.getLogger("django.request").exception(again)
    assert NAME not in logged()
    assert kind in logged() and attempt.__name__ in logged()


def test_an_answer_that_breaks_off_gives_the_server_nothing_to_print(logged):
    file = factories.document(name=f"{NAME.partition(' ')[0]}.txt")
    factories.campaign_story(toolkit=[("file", factories.file_block(file=file))])
    answer = Client().get(f"/files/{file.pk}/{file.filename}")
    file.file.storage.delete(file.file.name)
    with pytest.raises(BrokenOff) as broken:
        b"".join(answer.streaming_content)
    printed = "".join(traceback.format_exception(broken.value))
    assert "Quetzalli" in file.file.name and "Quetzalli" not in printed + logged()
    assert "No such file or directory (2)" in logged() and "in _chunks" in logged()


def test_what_is_wrong_with_the_program_is_said_in_words(logged):
    for attempt in (lambda: logging.nowhere, lambda: __import__("nowhere")):
        try:
            attempt()
        except Exception:
            logging.getLogger("newsroom").exception("It failed")
    assert "has no attribute 'nowhere'" in logged() and "No module named 'nowhere'" in logged()


def test_a_name_that_a_template_looks_for_in_vain_does_not_log_all_that_is_at_hand(logged):
    engines["django"].from_string("{{ person.nowhere }}").render({"person": {"legal_name": NAME}})
    assert NAME not in logged()


@task()
def refuse(name: str) -> None:
    try:
        Group.objects.create(name=name)
        with transaction.atomic():
            Group.objects.create(name=name)
    except Error as error:
        raise ValueError(f"What of {name}?\n\n  {name} was here.\n    {name}") from error


def test_a_task_that_failed_leaves_the_place_and_the_kind_of_its_failure_and_not_what_was_said(settings, monkeypatch):
    # The worker begins with connections of its own, and here with the test's.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    refuse.enqueue(NAME)
    call_command("db_worker", batch=True, interval=0.05, startup_delay=False, verbosity=0)
    left = DBTaskResult.objects.get(task_path=refuse.module_path)
    assert left.status == TaskResultStatus.FAILED
    assert left.exception_class_path == "builtins.ValueError"
    assert NAME not in left.traceback
    lines = left.traceback.splitlines()
    assert lines[-1] == "ValueError"
    assert "django.db.utils.IntegrityError" in lines
    assert any("in refuse" in line and "test_logs.py" in line for line in lines)
