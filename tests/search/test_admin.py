"""The admin's own search: titles, of drafts too, in every language, by how words begin."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import factories as f
from tests.search.corpus import write

pytestmark = pytest.mark.django_db


def found(typed: str) -> list[int]:
    return [page.pk for page in Page.objects.autocomplete(typed)]


def test_a_draft_is_found_by_the_beginning_of_its_title(client):
    page = f.campaign_story("draft", title="Herons on the river")
    assert found("hero") == [page.pk]
    client.force_login(f.superuser())
    response = client.get(reverse("wagtailadmin_pages:search"), {"q": "heron riv"})
    assert "Herons on the river" in response.content.decode()


def test_a_public_page_is_found_by_the_title_of_its_draft_and_by_its_public_one():
    page = write("en", "The heron", "Water.")
    f.edit(page, title="The kingfisher")
    assert found("kingf") == found("heron") == [page.pk]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Deportación en la frontera", "deportac"),
        ("أوقفنا الترحيل", "ترح"),
        ("أوقفنا الترحيل", "الترح"),
        ("拘留中心的最后一夜", "中心"),
        ("拘留中心的最后一夜", "拘"),
        ("Cánh cổng mở ra", "canh co"),
    ],
)
def test_titles_of_every_language_are_found(title, typed):
    page = f.campaign_story("draft", title=title)
    assert found(typed) == [page.pk]


def test_pictures_and_documents_are_found():
    picture, document = f.image("Herón at dawn"), f.document("Herón policy")
    assert list(type(picture).objects.search("heron")) == [picture]
    assert list(type(picture).objects.autocomplete("her")) == [picture]
    assert list(type(document).objects.search("policy")) == [document]


@pytest.mark.parametrize("typed", ["-", "'", "\N{ROCKET}", "title:x", '"', "a" * 1000])
def test_the_admin_answers_every_query(client, typed):
    client.force_login(f.superuser())
    for name in ("wagtailadmin_pages:search", "wagtailimages:index"):
        assert client.get(reverse(name), {"q": typed}).status_code == 200
