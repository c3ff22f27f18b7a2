"""The API's `search` filter finds what the search page finds."""

import pytest

from tests.search.corpus import write

pytestmark = pytest.mark.django_db


def titles(client, **query) -> list[str]:
    response = client.get("/api/v1/pages/", query)
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


def test_the_api_searches_in_the_analysis_of_the_language_and_without_one_in_all(client):
    write("es", "Cifras", "La deportación se detuvo.")
    write("en", "Figures", "The deportation was stopped.")
    assert titles(client, search="deportacion", locale="es") == ["Cifras"]
    assert titles(client, search="deportations", locale="en") == ["Figures"]
    assert "Cifras" in titles(client, search="deportacion")
    assert "Figures" in titles(client, search="deportations")


def test_the_api_gives_the_best_match_first(client):
    write("en", "Lanterns", "A lantern at each door.")
    write("en", "Doors", "A lantern at each door.")
    assert titles(client, search="lantern", locale="en") == ["Lanterns", "Doors"]
    assert titles(client, search="door", locale="en") == ["Doors", "Lanterns"]
