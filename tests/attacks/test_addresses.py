"""Attacks by an address: what is gone stays gone, and an old address tells nothing that was not approved."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import restore, take_down
from newsroom.review.law import LawError
from stories.models import StoryIndexPage
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db


def section(title):
    page = StoryIndexPage(title=title)
    factories.home().add_child(instance=page)
    return page


def move(page, to, by=factories.writer):
    Desk(by()).client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))
    return Page.objects.get(pk=page.pk)


def old_address(page):
    """What a reader gets who kept the page's first address."""
    return Client().get(f"/en/stories/{page.slug}/")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/{}/delete/",
        "/admin/bulk/wagtailcore/page/delete/?id={}",
        "/admin/api/main/pages/{}/action/delete/",
    ],
)
@pytest.mark.parametrize("who", [factories.writer, factories.administrator, factories.superuser])
def test_deleting_a_taken_down_page_so_that_nobody_learns_that_it_is_gone(address, who):
    page = factories.campaign_story("taken_down")
    Desk(who()).client.post(address.format(page.pk))
    assert old_address(page).status_code == 410
    assert Client().get(f"/api/v1/pages/{page.pk}/").status_code == 410


def test_deleting_the_section_above_it():
    page = factories.campaign_story("taken_down")
    with pytest.raises(LawError), transaction.atomic():
        page.get_parent().specific.delete()
    assert old_address(page).status_code == 410


def test_after_the_take_down_is_lifted_the_draft_can_be_deleted():
    page = factories.campaign_story("taken_down")
    restore(TakeDown.objects.in_force().of(page).get(), factories.duty_editor())
    Desk(factories.administrator()).client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()


def test_moving_a_taken_down_page_away_from_where_it_was():
    page = factories.campaign_story("taken_down")
    move(page, section("Archive"))
    assert old_address(page).status_code == 410


def test_taking_a_page_down_that_was_moved_before():
    page = factories.campaign_story()
    moved = move(page, factories.story_index(title="Archive"), factories.administrator)
    assert old_address(page).headers["Location"] == moved.specific.url
    take_down(moved.specific, factories.duty_editor(), "Somebody is at risk.")
    assert old_address(page).status_code == 410


def test_moving_a_draft_into_a_section_that_nobody_approved():
    page = factories.campaign_story("draft", slug="secret-draft")
    assert move(page, section("Hidden plans")).url_path.endswith("hidden-plans/secret-draft/")
    answer = old_address(page)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_moving_a_page_below_a_private_one():
    page, members = factories.campaign_story(), section("Members")
    PageViewRestriction.objects.create(page=members, restriction_type="login")
    move(page, members, factories.administrator)
    answer = old_address(page)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


@pytest.mark.parametrize("is_taken_down", [False, True])
def test_moving_a_page_that_is_off_over_the_old_address_of_another(is_taken_down):
    stories, page, archive = factories.story_index(), factories.campaign_story(), factories.story_index(title="Archive")
    move(page, archive, factories.administrator)
    before = Client().get(f"/en/stories/{page.slug}/")["Location"]
    if is_taken_down:
        take_down(page, factories.duty_editor(), "Somebody is at risk.")
    off = factories.campaign_story(parent=section("Elsewhere"), slug=page.slug)
    off.unpublish(user=factories.duty_editor())
    for there in (stories, off.get_parent()):
        assert move(off, there).get_parent().pk == there.pk
        answer = old_address(page)
        expected = (410, None) if is_taken_down else (301, before)
        assert (answer.status_code, answer.headers.get("Location")) == expected


@pytest.mark.parametrize("path", ["//[x/", "//\u2100/", "/en/stories/\0/", "/en/search/\0", "/es/\0/feed.atom", "/\0"])
def test_an_address_that_no_browser_makes_is_not_found_and_breaks_nothing(path):
    assert Client().generic("GET", "/", PATH_INFO=path.encode().decode("latin-1")).status_code == 404
