"""The API keeps what openapi.json promises, whatever it is asked."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from wagtail.models import get_page_models

from newsroom.authoring.page import NewsroomPage
from tests import factories
from tests.web.api import API, ask, keeps_its_promise, openapi

pytestmark = pytest.mark.django_db


def test_the_document_is_valid_openapi_3_1():
    assert openapi()["openapi"] == "3.1.0"
    validate(openapi())


def test_the_document_names_everything_there_is():
    paths = {
        f"{API}{path}"
        for path in (
            "pages/",
            "pages/find/",
            "pages/{page_id}/",
            "pages/by-key/{translation_key}/",
            "locales/",
            "navigation/",
            "site/",
            "partners.csv",
            "partners.geojson",
            "partners.json",
            "toolkits/",
            "redirects/",
            "search/",
            "images/{image_id}/",
            "documents/{document_id}/",
            "feed.json",
            "preview/{token}/",
        )
    }
    assert set(openapi()["paths"]) == paths
    parameters = {each["name"]: each for each in openapi()["paths"][f"{API}pages/"]["get"]["parameters"]}
    assert list(parameters) == [
        "type", "locale", "fallback", "translation_of", "child_of", "search", "place", "issue", "year", "status",
        "language", "order", "limit", "offset", "cursor", "fields", "include",
    ]  # fmt: skip
    assert all(each["description"] for each in parameters.values())
    assert parameters["limit"]["schema"]["maximum"] == 100


def test_a_page_is_one_of_all_page_types_told_apart_by_type():
    union = openapi()["components"]["schemas"]["Page"]
    types = {model.type_name() for model in get_page_models() if issubclass(model, NewsroomPage)}
    assert union["discriminator"]["propertyName"] == "type"
    assert set(union["discriminator"]["mapping"]) == types
    assert len(union["oneOf"]) == len(types)


def test_each_type_promises_exactly_the_fields_that_it_sends(one_of_each):
    schemas = openapi()["components"]["schemas"]
    mapping = schemas["Page"]["discriminator"]["mapping"]
    for page in ask("pages/", limit=100)["items"]:
        promised = schemas[mapping[page["type"]].rpartition("/")[2]]
        assert set(page) == set(promised["properties"]) == set(promised["required"])
        assert promised["additionalProperties"] is False


def test_blocks_are_told_apart_by_type():
    body = openapi()["components"]["schemas"]["VisionDocument"]["properties"]["body"]["items"]
    sent = {block["type"] for block in ask(f"pages/{factories.vision().pk}/")["body"]}
    assert set(body["discriminator"]["mapping"]) == sent


TEXT = st.text(max_size=20)
NUMBERS = st.integers(-(10**20), 10**20).map(str)
PROPER = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["home", "campaign_story", "about"]),
        "locale": st.sampled_from(["en", "es"]),
        "order": st.sampled_from(["tree", "title", "-title", "published_at", "-published_at", "-updated_at"]),
        "limit": st.integers(1, 100),
        "offset": st.integers(0, 10**6),
        "search": st.text(st.characters(exclude_characters="\x00", codec="utf-8"), min_size=1, max_size=30),
        "fields": st.lists(st.sampled_from(["title", "url", "lang"]), min_size=1).map(",".join),
    },
)
NAMES = [
    "type",
    "locale",
    "translation_of",
    "child_of",
    "order",
    "limit",
    "offset",
    "search",
    "fields",
    "path",
    "place",
    "year",
    "cursor",
    "fallback",
    "q",
]
IMPROPER = st.dictionaries(
    st.sampled_from(NAMES) | TEXT, st.lists(TEXT | NUMBERS | st.uuids().map(str), min_size=1, max_size=2), max_size=4
)
slow_database = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="session")
def pages_scenery(scenery):
    def make():
        story = factories.campaign_story()
        return {"en": story, "es": factories.translated(story)}

    return scenery(make)


@pytest.fixture
def pages(pages_scenery, db):
    return list(pages_scenery.put_up().values())


@slow_database
@given(params=PROPER)
def test_a_question_within_the_rules_is_always_answered(pages, params):
    response = Client().get(f"{API}pages/", params)
    assert response.status_code == 200, (params, response.content)
    keeps_its_promise("pages/", response)
    json.loads(response.content)


@slow_database
@given(
    params=IMPROPER, path=st.sampled_from(["pages/", "pages/find/", "locales/", "partners.csv", "search/", "toolkits/"])
)
def test_a_question_against_the_rules_is_answered_with_a_problem_and_never_breaks_anything(pages, params, path):
    response = Client().get(f"{API}{path}", params)
    assert response.status_code in (200, 400, 404), (params, response.content)
    keeps_its_promise(path, response)


@slow_database
@given(path=st.text(st.characters(exclude_characters="?#", codec="utf-8"), max_size=30))
def test_no_address_breaks_anything(pages, path):
    for client_path in (f"{API}{path}", f"{API}pages/{path}/"):
        response = Client().get(client_path)
        assert response.status_code < 500
