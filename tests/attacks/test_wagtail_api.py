"""Attacks by Wagtail's own API where it is switched on: it is under the same law. (That it is off by itself,
tests/web/test_api_http.py says.)"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from newsroom.authoring.models import NewsroomDocument
from newsroom.consent.take_down import take_down
from tests import factories
from tests.web.api import ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.attacks.wagtail_api_urls")]

SECRET = "Xylophone"


def get(path, status=200):
    answer = Client().get(f"/api/v2/{path}", follow=True)
    assert answer.status_code == status, (path, answer.content)
    return answer.json()


def items(path):
    return get(path)["items"]


@pytest.fixture
def story():
    document = factories.document(title=SECRET)
    story = factories.campaign_story(
        title=f"{SECRET} story",
        place="Riverton",
        body=[("picture", factories.picture_block(image=factories.image("Somebody's name")))],
        toolkit=[("file", factories.file_block(file=document))],
    )
    story.file = document
    return story


def everything():
    paths = [
        "pages/?limit=20",
        "pages/?type=stories.CampaignStoryPage&fields=*",
        "images/?fields=*",
        "documents/?fields=*",
    ]
    return "".join(Client().get(f"/api/v2/{path}").content.decode() for path in [*paths, f"pages/?search={SECRET}"])


def test_a_page_says_what_its_document_says(story, settings):
    spanish = factories.translated(story)
    said, ours = get(f"pages/{story.pk}/"), ask(f"pages/{story.pk}/")
    assert said["meta"]["type"] == "stories.CampaignStoryPage"
    assert said["meta"]["html_url"] == f"{settings.WAGTAILADMIN_BASE_URL}{story.url}"
    assert (said["title"], said["place"], said["body"]) == (story.title, "Riverton", ours["body"])
    assert get(f"pages/find/?html_path={spanish.url}")["id"] == spanish.pk
    (listed,) = items("pages/?type=stories.CampaignStoryPage&locale=en&fields=place,partners")
    assert (listed["place"], listed["partners"]) == ("Riverton", [])
    assert [page["id"] for page in items(f"pages/?search={SECRET}&locale=en")] == [story.pk]
    assert [page["id"] for page in items(f"pages/?child_of={story.get_parent().pk}")] == [story.pk]


def test_pictures_come_as_renditions_and_files_as_the_pages_offer_them(story):
    (picture,) = items("images/?fields=*")
    assert "/media/images/" in picture["meta"]["download_url"]
    assert Client().get(picture["meta"]["download_url"]).status_code == 200
    (file,) = items("documents/")
    assert Client().get(file["meta"]["download_url"]).status_code == 200
    said = everything()
    assert "original_images" not in said and "Somebody's name" not in said and "poster-" not in said


def test_every_answer_is_asked_for_again_and_no_word_of_a_row_can_be_asked_for(story):
    first = Client().get(f"/api/v2/pages/{story.pk}/")
    assert first["Cache-Control"] == "no-cache"
    again = Client().get(f"/api/v2/pages/{story.pk}/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert Client().post("/api/v2/pages/").status_code == 405
    for question in ("title=x", "order=title", "site=testserver", "draft_title=x", "fields=parent", "fields=owner"):
        assert Client().get(f"/api/v2/pages/?{question}").status_code == 400, question
    for question in ("id=x", "html_path=/xx/", "html_path=/en/%00"):
        assert Client().get(f"/api/v2/pages/find/?{question}").status_code in (400, 404)
    get("pages/9999999/", 404)


def test_what_was_never_approved():
    page = factories.campaign_story(
        "in_review",
        title=f"{SECRET} story",
        toolkit=[("file", factories.file_block(file=factories.document(title=SECRET)))],
        body=[("picture", factories.picture_block())],
    )
    assert SECRET not in everything()
    get(f"pages/{page.pk}/", 404)
    assert items("images/") == items("documents/") == []


def test_what_was_public_and_is_not_any_more(story):
    assert SECRET in everything()
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    assert SECRET not in everything()
    PageViewRestriction.objects.all().delete()
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    NewsroomDocument.objects.filter(pk=story.file.pk).update(collection=private)
    assert items("documents/") == []
    take_down(story, factories.duty_editor(), "Somebody is at risk.")
    assert SECRET not in everything()
    get(f"pages/{story.pk}/", 404)


def test_words_of_a_draft_and_of_a_row_that_was_overwritten():
    story = factories.campaign_story()
    factories.edit(story, title=SECRET)
    Page.objects.filter(pk=story.pk).update(title=SECRET, draft_title=SECRET, seo_title=SECRET)
    type(story).objects.filter(pk=story.pk).update(place=SECRET, summary=SECRET)
    assert SECRET not in everything()
    assert SECRET not in Client().get(f"/api/v2/pages/{story.pk}/").content.decode()


def test_a_list_costs_no_more_with_more_pages(story):
    def cost():
        path = "/api/v2/pages/?type=stories.CampaignStoryPage&fields=*"
        Client().get(path)
        with CaptureQueriesContext(connection) as queries:
            Client().get(path)
        return len(queries)

    before = cost()
    factories.campaign_story(body=[("picture", factories.picture_block())])
    assert cost() == before <= 24
