"""A log line is one JSON object, and it never says where a reader is."""

import json
import logging

import pytest

from config.log_format import JsonLines

ADDRESS = "203.0.113.77"


@pytest.fixture
def lines(caplog):
    formatter = JsonLines()
    return lambda: [formatter.format(record) for record in caplog.records]


@pytest.mark.django_db
def test_a_refused_request_is_logged_without_its_address(client, lines):
    with_address = {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS, "HTTP_USER_AGENT": "Lynx"}
    logging.getLogger("django.request").setLevel(logging.WARNING)
    client.get("/en/there-is-no-such-page/", **with_address)
    client.get("/en/", headers={"host": "elsewhere.example"}, **with_address)
    logged = lines()
    assert logged, "the request was not logged at all"
    assert not [line for line in logged if ADDRESS in line or "Lynx" in line]


def test_an_exception_becomes_one_line(caplog, lines):
    try:
        raise ValueError("broken\nin two")
    except ValueError:
        logging.getLogger("newsroom").exception("It %s", "failed")
    (line,) = lines()
    assert "\n" not in line
    record = json.loads(line)
    assert record["message"] == "It failed"
    assert record["level"] == "ERROR"
    assert "ValueError" in record["exception"] and "test_an_exception_becomes_one_line" in record["exception"]


def test_a_field_that_is_not_named_does_not_leave_the_process(lines):
    logging.getLogger("newsroom").error("x", extra={"client": ADDRESS, "locale": "es"})
    (line,) = lines()
    assert ADDRESS not in line
    assert json.loads(line)["locale"] == "es"
