"""Attacks by what is elsewhere: a page is taken down, and the same people are on another one, which was made from it or
rests on the same yes. What must happen: whoever takes it down is shown each of those, ticked, before they do it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction

from newsroom.authoring.visible import visible_pages
from newsroom.consent.models import TakeDown
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

REASON = "Somebody in it is at risk."
BODY = [("text", "<p>She slept in the cellar.</p>"), ("text", "<p>The street is called Elm.</p>")]


@pytest.fixture
def duty():
    return Desk(factories.duty_editor())


def public(*pages):
    return [visible_pages().filter(pk=page.pk).exists() for page in pages]


def ticks(html):
    """What the screen offers to take down with it: whether it is ticked, by the page's number."""
    boxes = re.findall(r'<input type="checkbox" name="also" value="(\d+)"([^>]*)>', html)
    return {int(number): "checked" in rest for number, rest in boxes}


def offered(duty, page):
    return ticks(duty.read("newsroom_take_down", page.pk))


def copy_of(page, **changes):
    """Somebody chooses "Copy", changes something, and has that approved."""
    made = page.copy(update_attrs={"slug": f"{page.slug}-again", "title": "Another"}, keep_live=False)
    return factories.publish(made, **changes)


def test_a_copy_is_named_ticked_and_goes_in_the_same_act_with_a_receipt_of_its_own(duty):
    story = factories.campaign_story(title="The house with the blue door", body=BODY)
    other = factories.campaign_story(title="Somewhere else", body=[("text", "<p>She slept in the cellar.</p>")])
    copy = copy_of(story)
    html = duty.read("newsroom_take_down", story.pk)
    assert ticks(html) == {copy.pk: True}
    assert reverse("wagtailadmin_explore", args=[copy.pk]) in html
    duty.post("newsroom_take_down", story.pk, reason=REASON, also=[copy.pk])
    assert public(story, copy, other) == [False, False, True]
    record, with_it = TakeDown.objects.of(story).get(), TakeDown.objects.of(copy).get()
    assert with_it.reason == REASON
    assert with_it.steps.exists()
    receipts = [duty.read("newsroom_receipt", each.pk) for each in (record, with_it)]
    assert reverse("newsroom_receipt", args=[with_it.pk]) in receipts[0]
    assert reverse("newsroom_receipt", args=[record.pk]) in receipts[1]


def test_it_is_found_from_the_copy_too_and_when_most_of_it_was_changed_it_is_named_without_a_tick(duty):
    parts = [("text", f"<p>What happened, part {number}.</p>") for number in range(4)]
    story = factories.campaign_story(title="The house with the blue door", body=parts)
    copy = copy_of(story)
    assert offered(duty, copy) == {story.pk: True}
    latest = copy.get_latest_revision_as_object()
    changed = [{**part, "value": "<p>New words.</p>"} for part in latest.body.get_prep_value()[1:]]
    factories.publish(copy, body=[latest.body.get_prep_value()[0], *changed])
    assert offered(duty, story) == {copy.pk: False}


def test_an_alias_that_became_a_page_of_its_own_is_named(duty, django_user_model):
    story = factories.campaign_story(title="The house with the blue door", body=BODY)
    alias = story.create_alias(parent=factories.home(), update_slug="elsewhere")
    ConvertAliasPageAction(alias, user=factories.superuser()).execute(skip_permission_checks=True)
    own = type(story).objects.get(pk=alias.pk)
    factories.publish(own, title="A page of its own")
    assert offered(duty, story) == {own.pk: True}


def test_a_draft_of_a_copy_is_named_for_it_would_be_public_some_day(duty):
    story = factories.campaign_story(title="The house with the blue door", body=BODY)
    draft = story.copy(update_attrs={"slug": "again", "title": "Another"}, keep_live=False)
    assert offered(duty, story) == {draft.pk: True}


def test_whatever_rests_on_the_same_consent_is_named_in_whatever_language_and_goes_in_all_of_them(duty):
    rests = factories.rests_on(factories.consent("Ana"))
    story = factories.campaign_story(title="The house with the blue door", consents=rests)
    picture = factories.picture_block(image=factories.image("At the gate", consents=rests))
    about = factories.about(body=[("picture", picture)])
    spanish = factories.translated(about, "es")
    withdrawn = factories.campaign_story(title="Long gone", consents=rests, state="taken_down")
    assert offered(duty, story) == {about.pk: True}
    duty.post("newsroom_take_down", story.pk, reason=REASON, also=[about.pk])
    assert public(story, about, spanish) == [False, False, False]
    assert TakeDown.objects.of(withdrawn).count() == 1


def test_a_page_with_the_same_picture_is_named_and_left_to_whoever_looks_at_it(duty):
    """The picture says that it shows nobody: a banner, or a face that somebody overlooked."""
    picture = factories.image("A banner")
    story = factories.campaign_story(
        title="The house with the blue door", body=[("picture", factories.picture_block(image=picture))]
    )
    about = factories.about(body=[("picture", factories.picture_block(image=picture))])
    html = duty.read("newsroom_take_down", story.pk)
    assert ticks(html) == {about.pk: False}
    assert "shows the same picture" in html
    duty.post("newsroom_take_down", story.pk, reason=REASON)
    assert public(story, about) == [False, True]


def test_what_was_ticked_stays_so_when_the_reason_is_missing(duty):
    story = factories.campaign_story(title="The house with the blue door", body=BODY)
    copy = copy_of(story)
    for chosen in ([copy.pk], []):
        answer = duty.post("newsroom_take_down", story.pk, reason="", also=chosen)
        assert ticks(answer.content.decode()) == {copy.pk: bool(chosen)}
    assert public(story, copy) == [True, True]


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999", "one"])
def test_what_is_no_page_is_no_reason_to_leave_the_page_where_it_is(duty, number):
    story = factories.campaign_story()
    duty.post("newsroom_take_down", story.pk, reason=REASON, also=[number])
    assert public(story) == [False]
