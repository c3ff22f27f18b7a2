"""Old addresses lead on: after a new slug and after a move, for a page and for all below it, in each language."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from newsroom.consent.take_down import take_down
from stories.models import StoryIndexPage
from tests import factories
from tests.web.machines import BASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(django_capture_on_commit_callbacks):
    """Publish a page with another slug, as an editor does."""

    def rename(page, slug):
        with django_capture_on_commit_callbacks(execute=True):
            return factories.publish(page, slug=slug)

    return rename


def leads_to(path):
    """(status, where it leads) as HTML says it."""
    answer = Client().get(path)
    return answer.status_code, answer.headers.get("Location")


def found(path):
    """(status, address) as JSON says it."""
    answer = Client().get("/api/v1/pages/find/", {"path": path})
    return answer.status_code, answer.json().get("url")


@pytest.mark.usefixtures("spanish_home")
def test_a_new_slug_of_a_section_leads_on_from_every_old_address_below_it_in_its_own_language_only(renamed):
    story = factories.campaign_story()
    spanish = factories.translated(story, "es")
    section = factories.story_index()
    factories.translated(section, "es")
    now = f"/en/victories/{story.slug}/"
    renamed(section, "victories")
    assert leads_to(story.url) == (301, now)
    assert leads_to("/en/stories/") == (301, "/en/victories/")
    assert found(story.url) == (200, now)
    assert leads_to(spanish.url) == (200, None)
    assert Client().get(story.url).headers["Cache-Control"] == "no-cache"
    assert leads_to(f"{story.url}?from=a-poster") == (301, now)


def test_one_step_however_often_a_page_moves_and_none_when_it_comes_back(renamed):
    story = factories.campaign_story(slug="first")
    for slug in ("second", "third"):
        story = renamed(story, slug)
    assert leads_to("/en/stories/first/") == leads_to("/en/stories/second/") == (301, "/en/stories/third/")
    story = renamed(story, "first")
    assert leads_to("/en/stories/first/") == (200, None)
    assert leads_to("/en/stories/second/") == leads_to("/en/stories/third/") == (301, "/en/stories/first/")
    assert not Redirect.objects.filter(old_path="/en/stories/first").exists()


def test_an_old_address_goes_to_the_page_that_had_it_last(renamed):
    renamed(factories.campaign_story(slug="shared"), "older")
    renamed(factories.campaign_story(slug="shared"), "newer")
    assert leads_to("/en/stories/shared/") == (301, "/en/stories/newer/")


def test_what_an_administrator_wrote_is_followed_to_its_end_and_a_ring_leads_nowhere(renamed):
    factories.home()
    for old, link in [("/en/a", "/en/b/"), ("/en/b", "/en/c/"), ("/en/c", "/en/a/"), ("/en/me", "/en/me/")]:
        Redirect.objects.create(old_path=old, redirect_link=BASE + link)
    assert [leads_to(f"/en/{name}/") for name in ("a", "b", "c", "me")] == [(404, None)] * 4
    Redirect.objects.filter(old_path="/en/c").update(redirect_link="https://example.org/there/", is_permanent=False)
    assert leads_to("/en/a/") == (302, "https://example.org/there/")
    Redirect.objects.filter(old_path="/en/c").update(redirect_link=f"{BASE}/en/stories/kept/")
    story = renamed(factories.campaign_story(slug="kept"), "moved")
    Redirect.objects.create(old_path="/en/stories/moved", redirect_link="https://example.org/elsewhere/")
    assert leads_to("/en/a/")[1] == story.url
    renamed(story, "again")
    assert leads_to("/en/stories/moved/") == (301, "https://example.org/elsewhere/")


def test_an_address_that_is_too_long_to_be_kept_stops_no_publication(renamed):
    section = factories.story_index(slug="a-section-with-a-long-name")
    story = factories.campaign_story(parent=section, slug="x" * 240)
    assert renamed(story, "short").url == f"{section.url}short/"
    assert leads_to(story.url) == (404, None)


# Attacks


def test_json_says_gone_where_html_says_gone(renamed):
    story = factories.campaign_story(slug="first")
    moved = renamed(story, "second")
    take_down(moved, factories.duty_editor(), "Somebody is at risk.")
    for path in ("/en/stories/first/", "/en/stories/second/"):
        assert (leads_to(path), found(path)) == ((410, None), (410, None))


def test_moving_the_section_above_what_is_taken_down_keeps_its_old_address_gone(renamed):
    story = factories.campaign_story("taken_down")
    renamed(factories.story_index(), "victories")
    assert leads_to(f"/en/stories/{story.slug}/") == (410, None)
    assert found(f"/en/stories/{story.slug}/") == (410, None)


def test_a_slug_that_nobody_approved_is_never_named(renamed):
    story = factories.campaign_story(slug="first")
    factories.edit(story, slug="secret-name")
    assert leads_to("/en/stories/first/") == (200, None)
    assert leads_to("/en/stories/secret-name/") == (404, None)
    draft = factories.campaign_story("draft", slug="secret-draft")
    renamed(factories.story_index(), "victories")
    assert not Redirect.objects.filter(redirect_page=draft).exists()
    assert leads_to("/en/stories/secret-draft/") == found("/en/stories/secret-draft/") == (404, None)


@pytest.mark.parametrize("gone", [False, True])
def test_a_draft_that_passes_over_an_old_address_takes_it_from_nobody(renamed, gone):
    story = renamed(factories.campaign_story(slug="first"), "second")
    if gone:
        take_down(story, factories.duty_editor(), "Somebody is at risk.")
    before = leads_to("/en/stories/first/")
    assert before[0] == (410 if gone else 301)
    draft = factories.campaign_story("draft", slug="first")
    elsewhere = StoryIndexPage(title="Elsewhere")
    factories.home().add_child(instance=elsewhere)
    assert leads_to("/en/stories/first/") == before
    Page.objects.get(pk=draft.pk).move(elsewhere, pos="last-child")
    assert leads_to("/en/stories/first/") == before


BELONGING = ("toolkit.zip", "talking-points.pdf", "talking-points/")
OF_LISTS = ("feed.atom", "feed.rss", "announcements/", "announcements/feed.atom", "announcements/feed.rss")


def test_what_belongs_to_a_page_goes_along_with_it_and_is_gone_with_it(renamed):
    section = factories.story_index()
    story = factories.campaign_story(slug="first")
    renamed(section, "victories")
    story = renamed(story, "second")
    for end in BELONGING:
        for old in ("/en/stories/first/", "/en/victories/first/"):
            assert leads_to(f"{old}{end}") == (301, f"/en/victories/second/{end}")
    for end in OF_LISTS:
        assert leads_to(f"/en/stories/{end}") == (301, f"/en/victories/{end}")
        assert leads_to(f"/en/victories/{end}") == (200, None)
    assert leads_to("/en/stories/first/nothing.zip") == leads_to("/en/stories/nowhere/feed.atom") == (404, None)
    for strange in ("/en/%00/toolkit.zip", "/en/%ff/feed.atom", "/en/[/feed.atom", "/en//feed.atom", "/toolkit.zip"):
        assert leads_to(strange) == (404, None), strange
    take_down(story, factories.duty_editor(), "Asked for by the family.")
    for address in ("/en/stories/first/", "/en/victories/first/", "/en/victories/second/"):
        assert [leads_to(f"{address}{end}")[0] for end in BELONGING] == [410, 410, 410]
    take_down(section, factories.duty_editor(), "Asked for by a lawyer.")
    for address in ("/en/stories/", "/en/victories/"):
        assert {leads_to(f"{address}{end}")[0] for end in OF_LISTS} == {410}


def test_what_belongs_to_a_page_leads_nowhere_while_that_page_is_not_public(renamed):
    story = renamed(factories.campaign_story(slug="first"), "second")
    story.unpublish()
    assert {leads_to(f"/en/stories/{slug}/{end}") for slug in ("first", "second") for end in BELONGING} == {(404, None)}
