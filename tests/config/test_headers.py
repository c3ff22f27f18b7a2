"""What every response says, and what it never asks a reader's browser to keep."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(client):
    return client.get("/en/there-is-no-such-page/")


def test_a_public_page_runs_only_what_we_serve(public):
    policy = dict(part.strip().split(" ", 1) for part in public["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["object-src"] == "'none'"
    assert "unsafe" not in public["Content-Security-Policy"]


def test_a_public_page_tells_other_sites_nothing(public):
    assert public["Referrer-Policy"] == "no-referrer"
    assert public["X-Content-Type-Options"] == "nosniff"
    assert public["X-Frame-Options"] == "DENY"


def test_an_anonymous_reader_gets_no_cookie(public):
    assert not public.cookies
    assert "Cookie" not in public.get("Vary", "")


def test_the_admin_is_the_named_exception(client):
    response = client.get("/admin/login/")
    assert "script-src 'self' 'unsafe-inline'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"


def test_cookies_stay_below_the_admin(client, admin_user):
    client.post("/admin/login/", {"username": admin_user.username, "password": "password"})
    assert {cookie["path"] for cookie in client.cookies.values()} == {"/admin/"}


def test_a_path_that_only_begins_like_the_admin_is_public(client):
    assert "unsafe" not in client.get("/administration")["Content-Security-Policy"]
