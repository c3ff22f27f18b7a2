"""Closed for maintenance: every public address says so, from nothing that maintenance could take away."""

from __future__ import annotations

import pytest
from django.test import Client

from newsroom.translation.languages import LANGUAGES
from tests.web.reading import read

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/es/",
    "/en/stories/",
    "/en/search/?q=x",
    "/en/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/files/1/a.pdf",
    "/styles/",
    "/styles/a.css/",
]


@pytest.fixture(params=["a variable", "a file"])
def closed(request, settings, tmp_path):
    """The site, closed in one of two ways."""
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")
    if request.param == "a variable":
        settings.MAINTENANCE = True
    else:
        (tmp_path / "maintenance").touch()


def test_a_closed_site_says_so_at_every_address_and_asks_no_database(closed, django_assert_num_queries):
    client = Client()
    with django_assert_num_queries(0):
        for url in PUBLIC:
            response = client.get(url)
            assert (response.status_code, response["Retry-After"]) == (503, "300"), url
            assert response["Cache-Control"] == "no-store"
            assert "default-src 'self'" in response["Content-Security-Policy"]
        problem = client.get("/api/v1/pages/")
    assert problem["Content-Type"] == "application/problem+json"
    assert (problem.status_code, problem.json()["status"], problem["Retry-After"]) == (503, 503, "300")


def test_a_closed_site_says_so_in_the_readers_language(closed, client):
    for url, asked, lang in [("/es/", "ar", "es"), ("/", "ar-EG,en;q=0.5", "ar"), ("/", "xx", "en")]:
        soup = read(client, url, 503, **{"Accept-Language": asked})
        assert soup.html["lang"] == lang
        assert len(soup.main.find_all("section")) == len(LANGUAGES) - 1


def test_a_closed_site_stays_open_for_the_newsroom(closed, client):
    assert client.get("/admin/login/").status_code == 200
