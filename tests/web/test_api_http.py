"""How the API speaks HTTP: to caches, to browsers of other sites, to those who ask wrongly."""

import pytest
from django.test import Client

from tests import factories
from tests.web.api import keeps_its_promise

pytestmark = pytest.mark.django_db

EVERYWHERE = ["pages/", "locales/", "openapi.json", "pages/find/?path=/en/", "pages/find/?path=/en/no/", "nothing/", ""]


def get(path, **headers):
    return Client().get(f"/api/v1/{path}", headers=headers)


def test_an_answer_that_did_not_change_is_not_sent_again():
    factories.home()
    for path in ("pages/", "locales/", "openapi.json", "pages/find/?path=/en/"):
        first = get(path)
        for tag in (first["ETag"], f"W/{first['ETag']}", f'"another", {first["ETag"]}', "*"):
            again = get(path, if_none_match=tag)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert get(path, if_none_match='"another"').status_code == 200


def test_an_answer_changes_its_tag_with_its_words():
    story = factories.campaign_story()
    tag = get("pages/")["ETag"]
    factories.publish(story, title="Another title")
    response = get("pages/", if_none_match=tag)
    assert response.status_code == 200
    assert response["ETag"] != tag


def test_a_page_that_was_unpublished_is_not_confirmed_from_a_cache():
    story = factories.campaign_story()
    tag = get(f"pages/{story.pk}/")["ETag"]
    story.unpublish()
    assert get(f"pages/{story.pk}/", if_none_match=tag).status_code == 404


def test_nothing_is_kept_without_asking_again():
    factories.home()
    for path in EVERYWHERE:
        assert get(path)["Cache-Control"] == "no-cache"


def test_other_sites_may_read_every_answer():
    factories.home()
    for path in EVERYWHERE:
        assert get(path)["Access-Control-Allow-Origin"] == "*"


def test_a_browser_that_asks_first_is_told_what_it_may_do():
    response = Client().options("/api/v1/pages/", headers={"access-control-request-method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


def test_head_says_what_get_would_send():
    factories.home()
    for path in EVERYWHERE:
        head, got = Client().head(f"/api/v1/{path}"), get(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("Content-Length", "Content-Type", "ETag"):
            assert head.get(name) == got.get(name)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_what_would_change_something_is_refused_with_what_is_allowed(method):
    for path in EVERYWHERE:
        response = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == 405


def test_an_address_that_does_not_exist_is_a_problem_too():
    for path in ("", "nothing/", "pages", "pages/1", "pages/1/2/", "pages//", "docs"):
        response = get(path)
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert "openapi.json" in response.json()["detail"]


@pytest.mark.usefixtures("spanish_home")
def test_the_language_that_a_reader_prefers_changes_no_answer():
    for path in (*EVERYWHERE, "pages/?limit=x", "pages/find/?path=/es/"):
        plain = get(path)
        for wanted in ("es", "ar", "zh-hans, es;q=0.5", "*"):
            answer = get(path, accept_language=wanted)
            assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
        assert "Accept-Language" not in plain.get("Vary", "")


def test_the_language_of_the_request_before_changes_no_answer(spanish_home):
    plain = get(f"pages/{spanish_home.pk}/").content
    Client().get("/es/")
    assert get(f"pages/{spanish_home.pk}/").content == plain


def test_an_answer_says_its_languages_in_the_headers(spanish_home):
    assert get(f"pages/{spanish_home.pk}/")["Content-Language"] == "es"
    assert get("pages/find/?path=/en/")["Content-Language"] == "en"
    unchanged = get(f"pages/{spanish_home.pk}/", if_none_match="*")
    assert (unchanged.status_code, unchanged["Content-Language"]) == (304, "es")
    assert get("pages/?type=home")["Content-Language"] == "en, es"
    assert get("pages/?type=home&locale=es")["Content-Language"] == "es"
    assert "Content-Language" not in get("pages/?type=vision")


def test_nobody_is_known_and_nobody_gets_a_cookie():
    page = factories.campaign_story(state="draft")
    staff = Client()
    staff.force_login(factories.superuser())
    for client in (Client(), staff):
        response = client.get("/api/v1/pages/")
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert client.get(f"/api/v1/pages/{page.pk}/").status_code == 404


def test_a_client_that_asks_for_html_gets_json():
    factories.home()
    response = get("pages/", accept="text/html")
    assert response["Content-Type"] == "application/json"
    keeps_its_promise("pages/", response)


@pytest.mark.parametrize("path", ["v2/pages/", "v2/images/", "v2/documents/", "v3/pages/", "v3/", "v2/", ""])
def test_wagtails_own_apis_are_not_there(path):
    picture = factories.image()
    response = Client().get(f"/api/{path}", headers={"accept": "application/json"})
    assert response.status_code == 404
    assert picture.filename not in response.content.decode()
