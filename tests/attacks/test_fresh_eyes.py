"""Attacks that a reviewer with fresh eyes tried: each name says what must happen."""

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from newsroom.consent.take_down import take_down
from tests import factories
from tests.attacks.outside import read, titles
from tests.review.admin import Desk, said
from tests.web.api import ask

pytestmark = pytest.mark.django_db


# Pictures


def story_with(picture, state="public"):
    return factories.campaign_story(state, body=[("picture", factories.picture_block(image=picture))])


def addresses_in(page):
    (block,) = ask(f"pages/{page.pk}/")["body"]
    return [source["url"] for source in block["picture"]["sources"]]


def answers(addresses):
    return {Client().get(address).status_code for address in addresses}


def test_whoever_knows_a_picture_s_file_name_cannot_guess_where_its_renditions_are():
    picture = factories.image("Maria at home")
    story_with(picture, "draft")
    in_the_admin = picture.get_rendition("max-165x165")
    stem = picture.filename.rsplit(".", 1)[0]
    assert stem not in in_the_admin.url
    assert answers([f"/media/images/{stem}.max-165x165.png"]) == {404}
    uuid.UUID(in_the_admin.url.rsplit("/", 1)[1].split(".")[0])


def take_it_down(page):
    take_down(page, factories.duty_editor(), "Somebody in it is at risk.")


def unpublish(page):
    page.unpublish(user=factories.duty_editor())


def restrict(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def leave_the_picture_out(page):
    factories.publish(page, body=[("text", "<p>Without a picture.</p>")])


@pytest.mark.parametrize("change", [take_it_down, unpublish, restrict, leave_the_picture_out])
def test_a_picture_that_readers_no_longer_get_is_gone_from_the_address_that_they_knew(
    change, django_capture_on_commit_callbacks
):
    page = story_with(factories.image())
    known = addresses_in(page)
    assert answers(known) == {200}
    with django_capture_on_commit_callbacks(execute=True):
        change(page)
    assert answers(known) == {404}


def test_a_picture_that_another_public_page_shows_stays_where_it_is(django_capture_on_commit_callbacks):
    picture = factories.image()
    page, other = story_with(picture), story_with(picture)
    known = addresses_in(other)
    with django_capture_on_commit_callbacks(execute=True):
        take_it_down(page)
    assert answers(known) == {200}
    assert addresses_in(other) == known


# Emergencies


def test_an_emergency_does_not_publish_what_an_autosave_wrote_over_the_version_that_was_read():
    page = factories.partner("draft", title="Read by the Administrator")
    desk = Desk(factories.administrator())
    answer = desk.client.get(f"/admin/pages/{page.pk}/publish-without-approval/")
    form = answer.context["form"].initial
    draft = page.get_latest_revision_as_object()
    draft.title = "Typed meanwhile"
    draft.save_revision(user=factories.writer(), overwrite_revision=page.latest_revision)
    answer = desk.post("newsroom_publish_in_emergency", page.pk, reason="It cannot wait.", **form)
    assert "The page changed after you opened it" in said(answer)
    assert read(page) is None


# Take-downs and languages


def refused(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_a_page_that_was_taken_down_does_not_come_back_under_another_translation_key():
    page = factories.campaign_story()
    approved = page.live_revision_id
    take_it_down(page)
    rows = type(page).objects.filter(pk=page.pk)
    refused(lambda: rows.update(translation_key=uuid.uuid4(), live=True, live_revision=approved))
    refused(lambda: rows.update(translation_key=uuid.uuid4()))
    again = rows.get()
    again.translation_key = uuid.uuid4()
    refused(again.save)
    assert read(page) is None
    assert page.title not in titles()


@pytest.mark.usefixtures("spanish")
def test_an_approved_page_does_not_turn_into_a_page_of_another_language():
    page = factories.campaign_story()
    factories.language("es")
    spanish = Locale.objects.get(language_code="es")
    refused(lambda: type(page).objects.filter(pk=page.pk).update(locale=spanish))
    again = type(page).objects.get(pk=page.pk)
    again.locale = spanish
    refused(again.save)
    assert ask(f"pages/{page.pk}/")["lang"] == "en"


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("who", [factories.administrator, factories.superuser])
def test_a_page_is_neither_copied_nor_moved_into_another_language_s_tree(who):
    story = factories.campaign_story("draft")
    spanish = factories.translated(factories.story_index())
    may = story.permissions_for_user(who())
    assert may.can_copy_to(story.get_parent())
    assert not may.can_copy_to(spanish)
    assert not may.can_move_to(spanish)
    copy = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": spanish.pk, "copy_subpages": ""}
    Desk(who()).post("wagtailadmin_pages:copy", story.pk, **copy)
    assert not spanish.get_children().exists()
