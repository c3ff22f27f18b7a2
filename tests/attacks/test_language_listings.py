"""Attacks by a list: no list of Wagtail's names the pages of a language that is not the person's own."""

import pytest
from wagtail.models import Page

from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "Words in Arabic that nobody approved"


@pytest.fixture(scope="module")
def page_scenery(scenery):
    def make():
        factories.translator("es")
        page = factories.translated(factories.campaign_story(), "ar", state="in_review")
        newest = {"title": WORDS, "draft_title": WORDS, "latest_revision_created_at": "2030-01-01T00:00Z"}
        Page.objects.filter(pk=page.pk).update(**newest)
        return {"page": page}

    return scenery(make)


@pytest.fixture
def page(page_scenery, db):
    """An Arabic translation in review, the last thing that anybody changed."""
    return page_scenery.put_up()["page"]


def sees(client, person, address):
    client.force_login(person)
    return WORDS in client.get(address).content.decode()


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
@pytest.mark.parametrize("query", ["id=all", "id=all&childOf={parent}", "id=%20{page}", "id={page}"])
def test_a_bulk_action_on_every_page(client, page, action, query):
    query = query.format(page=page.pk, parent=page.get_parent().pk)
    address = f"/admin/bulk/wagtailcore/page/{action}/?{query}"
    assert not sees(client, factories.translator("es"), address)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("who", [lambda: factories.translator("es"), factories.writer, factories.editor])
@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/reports/page-types-usage/", "/admin/localize/reports/translations/", "/admin/reports/"],
)
def test_a_report_or_the_start_page(client, page, who, address):
    assert not sees(client, who(), address)


def test_an_administrator_and_the_language_s_own_people_do_see_them(client, page):
    assert sees(client, factories.administrator(), "/admin/reports/page-types-usage/")
    assert sees(client, factories.reviewer("ar"), "/admin/")
