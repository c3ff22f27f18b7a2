"""Attacks on the logs that a reviewer with fresh eyes tried, the fifth time: each name says what must happen."""

from __future__ import annotations

import io
import logging

import pytest
from django.core.exceptions import BadRequest
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.http import HttpResponseBadRequest
from django.test import Client, RequestFactory
from django.utils.log import log_response
from modelsearch.index import insert_or_update_object
from PIL import Image
from wagtail.search.backends.database.postgres.postgres import PostgresSearchBackend

from config.log_format import JsonLines
from newsroom.authoring.models import NewsroomImage
from tests import factories
from tests.media import dirty

NAME, SHORT = "Quetzalli Villaseñor", "王小明"


@pytest.fixture
def logged(caplog):
    """Everything that was logged, as production writes it with LOG_LEVEL=DEBUG."""
    for name in (None, "django"):
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(JsonLines().format(record) for record in caplog.records)


def is_in(said):
    return NAME in said or NAME.encode("unicode_escape").decode() in said


@pytest.mark.django_db
def test_a_search_that_is_away_makes_no_log_name_what_was_to_be_found(logged, monkeypatch):
    picture = factories.image(NAME)

    def away(*args):
        raise OSError("nobody answers")

    monkeypatch.setattr(PostgresSearchBackend, "get_index_for_object", away, raising=False)
    monkeypatch.setattr(PostgresSearchBackend, "get_index_for_model", away)
    with pytest.raises(OSError):
        insert_or_update_object(picture)
    assert "Exception raised while adding" in logged() and f"NewsroomImage {picture.pk}" in logged()
    assert not is_in(logged())


@pytest.mark.django_db
def test_what_cannot_be_deleted_is_logged_without_what_holds_it(logged):
    refusal = ProtectedError("There are pages in this language", {factories.campaign_story(title=NAME)})
    assert is_in(str(refusal)), "Django names nothing: this test shows nothing"
    logging.getLogger("newsroom").error("It failed: %s", refusal, exc_info=refusal)
    assert "ProtectedError" in logged() and not is_in(logged())


class Unspeakable(Exception):
    def __str__(self):
        raise ValueError(NAME)


@pytest.mark.parametrize(
    "message, arguments",
    [("It failed: %s", (Unspeakable(),)), ("%s and %s failed", (NAME,)), ("It failed", (Unspeakable(), NAME))],
)
def test_what_cannot_be_written_is_a_line_too_and_names_nobody(caplog, message, arguments, capsys):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("newsroom.unspeakable")
    log.addHandler(handler)
    log.propagate = False
    try:
        log.error(message, *arguments)
    finally:
        log.removeHandler(handler)
        log.propagate = True
    assert "newsroom.unspeakable" in written.getvalue()
    assert not is_in(written.getvalue() + capsys.readouterr().err)


@pytest.mark.parametrize(
    "log",
    [
        lambda log: log.error("It failed: %(why)s", {"why": ValueError(NAME)}),
        lambda log: log.error("They failed: %s", [ValueError(NAME), {"and": KeyError(NAME)}]),
        lambda log: log.error("They failed: %s", *ExceptionGroup("x", [ValueError(f"of {NAME}")]).exceptions),
        lambda log: log.error(f"They failed: of {NAME}", exc_info=ExceptionGroup("x", [ValueError(f"of {NAME}")])),
        lambda log: log.error("It failed: %s", ValueError(SHORT)),
        lambda log: log.error(f"It failed: {SHORT}", exc_info=ValueError(SHORT)),
    ],
)
def test_an_error_is_not_quoted_however_it_is_handed_to_a_log(logged, log):
    log(logging.getLogger("newsroom"))
    assert "failed" in logged()
    assert not is_in(logged()) and SHORT not in logged()


def test_a_refused_request_is_not_quoted_in_the_way_in_which_django_writes_foreign_letters(logged):
    problem = BadRequest(f"What of {NAME}?")
    request = RequestFactory().get("/admin/")
    refused = HttpResponseBadRequest()
    log_response("%s: %s", str(problem), "/admin/", response=refused, request=request, exception=problem)
    assert "BadRequest" in logged() and not is_in(logged())


@pytest.mark.django_db
def test_a_form_that_comes_from_elsewhere_does_not_log_the_page_where_it_stood(logged):
    elsewhere = f"https://elsewhere.example/people/{NAME.encode().hex()}?q=cellar"
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/admin/login/", {}, secure=True, headers={"referer": elsewhere})
    assert answer.status_code == 403
    assert "elsewhere.example" in logged()
    assert NAME.encode().hex() not in logged() and "cellar" not in logged()


@pytest.mark.django_db
def test_a_picture_that_is_cleaned_leaves_what_it_said_in_no_log(logged):
    for name, data in dirty.pictures().items():
        NewsroomImage.objects.create(title="A door", file=ContentFile(data, name=name))
        Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    assert dirty.NAME not in logged() and dirty.SERIAL not in logged()
