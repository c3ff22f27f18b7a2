"""What every response says, and what it never asks a reader's browser to keep."""

import pytest

from tests import factories
from tests.published import Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(client):
    return client.get("/en/there-is-no-such-page/")


def test_a_public_page_runs_only_what_we_serve(public):
    policy = dict(part.strip().split(" ", 1) for part in public["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in public["Content-Security-Policy"]


def test_a_public_page_tells_other_sites_nothing(public):
    assert public["Referrer-Policy"] == "no-referrer"
    assert public["X-Content-Type-Options"] == "nosniff"
    assert public["X-Frame-Options"] == "DENY"


def test_a_public_page_may_use_none_of_a_browsers_powers(public):
    powers = dict(part.split("=") for part in public["Permissions-Policy"].split(", "))
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(powers) and set(powers.values()) == {"()"}
    assert public["Cross-Origin-Opener-Policy"] == public["Cross-Origin-Resource-Policy"] == "same-origin"


ANSWERS = {
    "a page": "/en/", "a redirect": "/", "the api": "/api/v1/pages/", "a feed": "/en/feed.xml", "nothing": "/en/none/",
    "no file": "/files/1/x.html",
    "a style sheet": "/static/admin/translation.js", "a picture": "/media/images/none.jpg",
    "a preview that is none": "/preview/none/", "the admin": "/admin/login/", "search": "/en/search/?q=a",
}  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("state", ["open", "closed", "for another host"])
def test_every_answer_says_so_whoever_gives_it(settings, answer, state):
    settings.MAINTENANCE = state == "closed"
    host = "elsewhere.example" if state == "for another host" else "testserver"
    said = Way().get(ANSWERS[answer], headers={"host": host})
    if state == "for another host":
        assert said.status_code == (200 if answer == "a style sheet" else 400)
    for name in ("Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"):
        assert said[name], name
    assert said["X-Content-Type-Options"] == "nosniff" and said["X-Frame-Options"] == "DENY"
    policy = said["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy or policy.endswith("sandbox")
    assert said["Referrer-Policy"] == ("same-origin" if answer == "the admin" else "no-referrer")


def test_what_front_ends_elsewhere_show_may_be_shown_there(client):
    assert client.get("/api/v1/pages/")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/media/images/none.jpg")["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/admin/login/")["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_a_preview_in_the_editor_may_be_framed_and_only_there(client):
    page = factories.announcement("draft")
    client.force_login(factories.editor())
    editor = client.get(f"/admin/pages/{page.pk}/edit/")
    preview = client.get(f"/admin/pages/{page.pk}/view_draft/")
    framed = client.get(f"/admin/pages/{page.pk}/edit/preview/?mode=")
    assert "frame-ancestors 'none'" in editor["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in preview["Content-Security-Policy"] or preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]


def test_an_anonymous_reader_gets_no_cookie(public):
    assert not public.cookies
    assert "Cookie" not in public.get("Vary", "")


def test_the_admin_is_the_named_exception(client):
    response = client.get("/admin/login/")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert response["Referrer-Policy"] == "same-origin"


def test_cookies_stay_below_the_admin(client, admin_user):
    client.post("/admin/login/", {"username": admin_user.username, "password": "password"})
    assert {cookie["path"] for cookie in client.cookies.values()} == {"/admin/"}


def test_a_path_that_only_begins_like_the_admin_is_public(client):
    assert "unsafe" not in client.get("/administration")["Content-Security-Policy"]
