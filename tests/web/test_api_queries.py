"""What an answer costs: a constant number of queries, however much is asked for."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.authoring.references import references_in
from tests import factories
from tests.web.api import API

pytestmark = pytest.mark.django_db

ONE_PAGE, A_LIST = 12, 16


def cost(path):
    """The number of queries of an answer that is given for the second time: pictures are cut to size once."""
    Client().get(f"{API}{path}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert Client().get(f"{API}{path}").status_code == 200
    return len(queries)


def test_a_page_of_any_type_costs_a_constant_number_of_queries(one_of_each):
    costs = {name: cost(f"pages/{page.pk}/") for name, page in one_of_each.items()}
    assert max(costs.values()) <= ONE_PAGE, costs


@pytest.mark.usefixtures("spanish")
def test_a_page_costs_no_more_with_more_blocks_children_and_languages():
    story = factories.campaign_story(body=factories.every_block())
    index = story.get_parent()
    before = cost(f"pages/{story.pk}/"), cost(f"pages/{index.pk}/"), cost(f"pages/find/?path=/en/stories/{story.slug}/")
    for _ in range(2):
        factories.campaign_story()
    factories.publish(story, body=[*factories.every_block(), *factories.every_block()])
    factories.translated(factories.home())
    factories.translated(story)
    after = cost(f"pages/{story.pk}/"), cost(f"pages/{index.pk}/"), cost(f"pages/find/?path=/en/stories/{story.slug}/")
    assert after == before


LISTS = [
    "", "type=partner", "locale=en", "child_of={index}", "translation_of={index}", "search=riverton", "order=title",
    "order=-published_at", "fields=title", "search=riverton&type=campaign_story&place=riverton",
    "type=campaign_story&place=riverton&year=2020&status=won",
    "type=campaign_story&locale=en&child_of={index}&search=riverton&order=title", "locale=es&fallback=en&order=title",
]  # fmt: skip


def test_a_list_costs_no_more_with_more_items():
    story = factories.campaign_story(body=factories.every_block())
    index = story.get_parent().pk
    lists = [f"pages/?limit=100&{params.format(index=index)}" for params in LISTS]
    few = {path: cost(path) for path in lists}
    for _ in range(3):
        factories.campaign_story(body=factories.every_block())
    many = {path: cost(path) for path in lists}
    assert many == few
    assert max(many.values()) <= A_LIST, many


def test_the_languages_cost_no_more_with_more_of_them():
    factories.home()
    before = cost("locales/")
    for code in ("es", "ar", "zh-hans"):
        factories.language(code)
    assert cost("locales/") == before <= 3


OTHERS = [
    "navigation/?locale=en", "site/", "locales/", "partners.json?locale=en", "toolkits/?locale=en", "redirects/",
    "search/?q=jail&locale=en", "feed.json?locale=en",
]  # fmt: skip


def test_every_other_question_costs_a_bounded_number_of_queries(one_of_each):
    story = one_of_each["campaign_story"]
    references = references_in(story.live_revision)
    single = [f"images/{min(references.images)}/", f"documents/{min(references.documents)}/"]
    single += [f"pages/{story.pk}/?locale=ar&fallback=en", f"pages/by-key/{story.translation_key}/?locale=en"]
    costs = {path: cost(path) for path in [*OTHERS, *single]}
    assert max(costs.values()) <= A_LIST, costs
    factories.campaign_story(toolkit=[("file", factories.file_block())], body=factories.every_block())
    assert {path: cost(path) for path in OTHERS} == {path: costs[path] for path in OTHERS}
