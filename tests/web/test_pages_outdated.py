"""Readers of a translation are told when its source says something else by now."""

import pytest
from django.test import Client

from stories.models import CampaignStoryPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

TOLD = "Esta página ha cambiado desde que se tradujo."


@pytest.fixture(scope="module")
def story_scenery(scenery, spanish_scenery):
    return scenery(lambda: {"en": factories.campaign_story(title="The jail that closed")}, upon=spanish_scenery)


@pytest.fixture
def story(story_scenery, spanish):
    return story_scenery.put_up()["en"]


def told(page):
    """Whether readers are told, which the page and the API have to say alike."""
    html = Client().get(page.url).content.decode()
    as_json = Client().get(f"/api/v1/pages/{page.pk}/").json()["translation"]["status"] == "outdated"
    listed = Client().get("/api/v1/pages/", {"translation_of": page.pk, "fields": "translation"}).json()
    assert as_json == (TOLD in html)
    assert [item["translation"]["status"] for item in listed["items"]] == ["current"]  # The other one is the source.
    return as_json


def test_a_translation_of_the_source_as_it_is_says_nothing(story):
    assert not told(factories.translated(story, "es"))


def test_an_outdated_translation_says_so_in_its_own_language_and_leads_to_its_source(story):
    spanish = factories.translated(story, "es", state="outdated")
    assert told(spanish)
    html = Client().get(spanish.url).content.decode()
    assert f'<a href="{story.url}" hreflang="en">Leer la versión más reciente' in html


def test_a_source_that_changes_says_nothing_of_itself(story):
    factories.translated(story, "es", state="outdated")
    answer = Client().get(story.url).content.decode()
    assert "This page has changed since it was translated." not in answer


def test_a_draft_of_the_source_outdates_nothing(story):
    spanish = factories.translated(story, "es")
    factories.edit(story, title="Only a draft")
    assert not told(spanish)


def test_a_source_that_is_private_is_not_led_to(story):
    spanish = factories.translated(story, "es", state="outdated")
    CampaignStoryPage.objects.get(pk=story.pk).view_restrictions.create(restriction_type="login")
    answer = Client().get(spanish.url)
    assert answer.status_code == 200
    assert TOLD not in answer.content.decode()


def test_the_preview_of_the_translation_that_follows_says_nothing(story):
    factories.translated(story, "es", state="outdated")
    translation = factories.started(story, "es")
    factories.translate_strings(translation)
    preview = Client()
    preview.force_login(factories.translator("es"))
    answer = preview.get(f"/admin/localize/translate/{translation.pk}/preview/")
    assert answer.status_code == 200
    assert TOLD not in answer.content.decode()
