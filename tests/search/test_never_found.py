"""What nobody may see, nobody may find: not by what a draft says, and not by what some program wrote."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from home.models import AboutPage
from newsroom.consent.take_down import take_down
from search.finding import find_ids
from tests import factories as f
from tests.search.corpus import write

pytestmark = pytest.mark.django_db


def rebuild() -> None:
    call_command("update_index", verbosity=0)


@pytest.fixture
def page():
    return write("en", "The heron", "It stands in shallow water.")


def test_a_public_page_is_found_after_it_was_published_and_after_a_rebuild(page):
    assert find_ids("shallow", "en") == [page.pk]
    rebuild()
    assert find_ids("shallow", "en") == [page.pk]


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled", "taken_down"])
def test_a_page_that_is_not_public_is_not_found(state):
    f.campaign_story(state, title="The heron")
    assert find_ids("heron", "en") == find_ids("heron") == []
    rebuild()
    assert find_ids("heron", "en") == find_ids("heron") == []


def test_a_draft_of_a_public_page_changes_nothing_that_is_found(page):
    f.edit(page, title="The kingfisher", mission="<p>It dives.</p>")
    for _ in range(2):
        assert find_ids("kingfisher", "en") == find_ids("dives", "en") == []
        assert find_ids("heron", "en") == [page.pk]
        rebuild()


def test_even_a_search_that_forgets_to_ask_what_is_public_finds_no_word_of_a_draft(page):
    f.edit(page, mission="<p>It dives.</p>")
    f.campaign_story("draft", title="The kingfisher")
    rebuild()
    for backend in ("default", "en"):
        assert not Page.objects.search("dives", backend=backend)
        assert not Page.objects.search("kingfisher", backend=backend)


def test_words_that_were_written_past_the_law_are_not_found(page):
    AboutPage.objects.filter(pk=page.pk).update(title="The cormorant", mission="<p>It swims.</p>")
    index.insert_or_update_object(AboutPage.objects.get(pk=page.pk))
    rebuild()
    assert find_ids("cormorant", "en") == find_ids("swims", "en") == []
    assert find_ids("shallow", "en") == [page.pk]


def test_a_row_made_live_without_an_approval_is_not_found():
    page = f.campaign_story("draft", title="The heron")
    Page.objects.filter(pk=page.pk).update(live=True, live_revision=page.latest_revision)
    index.insert_or_update_object(type(page).objects.get(pk=page.pk))
    rebuild()
    assert find_ids("heron", "en") == []


def test_the_words_of_an_earlier_version_are_forgotten_when_the_next_is_approved(page):
    f.publish(page, mission="<p>It sleeps.</p>")
    assert find_ids("shallow", "en") == []
    assert find_ids("sleeps", "en") == [page.pk]


def test_an_unpublished_page_is_not_found(page):
    page.unpublish(user=f.administrator())
    assert find_ids("heron", "en") == []


def test_an_expired_page_is_not_found_from_that_moment_on(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    assert find_ids("heron", "en") == []


def test_a_restricted_page_is_not_found(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert find_ids("heron", "en") == []


def test_a_page_is_not_found_from_the_moment_it_is_taken_down(page):
    take_down(page, f.duty_editor(), "Somebody in it is at risk.")
    assert find_ids("heron", "en") == find_ids("heron") == []
    rebuild()
    assert find_ids("heron", "en") == []


def test_a_deleted_page_leaves_no_entry(page):
    pk = page.pk
    Page.objects.get(pk=pk).delete()
    assert find_ids("heron", "en") == []
    assert not Page.objects.autocomplete("heron")


def test_a_snippet_says_what_is_approved_now_even_while_the_index_is_behind(client, page, settings):
    f.home()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    f.publish(page, mission="<p>It sleeps.</p>")
    response = client.get("/en/search/", {"q": "shallow"})
    assert [result.card.id for result in response.context["results"]] == [page.pk]
    assert "shallow water" not in response.content.decode()
    assert "It sleeps." in response.content.decode()
