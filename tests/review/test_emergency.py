"""Publishing without approval: Administrators only, with a reason that everybody can read afterwards."""

import pytest
from django.core import mail

from newsroom.authoring.visible import visible_pages
from newsroom.review import law
from newsroom.review.models import Approval
from tests import factories
from tests.consent.keepers import keeper
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

REASON = "A hearing was moved to tonight."
LABEL = "Publish without approval…"


def is_public(page):
    return visible_pages().filter(pk=page.pk).exists()


def words_of(page):
    """What the form says was read."""
    revision = type(page).objects.get(pk=page.pk).latest_revision
    return law.digest(revision.content) if revision else ""


def publish(desk, page, reason=REASON, seen=None):
    return desk.post("newsroom_publish_in_emergency", page.pk, reason=reason, seen=seen or words_of(page))


@pytest.fixture
def administrator():
    return Desk(factories.administrator())


def test_an_administrator_publishes_for_a_reason_that_stays_on_record_and_reaches_the_editors(administrator):
    factories.editor()
    page = factories.partner("draft", title="Urgent")
    mail.outbox.clear()
    assert LABEL in administrator.read("wagtailadmin_pages:edit", page.pk)
    assert "Nobody has reviewed it" in administrator.read("newsroom_publish_in_emergency", page.pk)
    answer = publish(administrator, page)
    assert "published without approval" in said(answer)
    assert is_public(page)
    approval = Approval.objects.get(page=page)
    assert (approval.kind, approval.reason, approval.approved_by) == ("emergency", REASON, factories.administrator())
    history = Desk(factories.writer()).read("wagtailadmin_pages:history", page.pk)
    assert "Published without approval" in history
    assert REASON in history
    (message,) = mail.outbox
    assert message.to == [factories.editor().email]
    assert REASON in message.body
    link = message.body.split("http://testserver")[1].split()[0]
    assert REASON in Desk(factories.editor()).client.get(link).content.decode()


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_happens_and_the_form_says_what_is_missing(administrator, reason):
    page = factories.partner("draft")
    answer = publish(administrator, page, reason)
    assert "Write down why this cannot wait" in answer.content.decode()
    assert not is_public(page)


@pytest.mark.parametrize("who", [factories.writer, factories.editor, factories.duty_editor])
def test_nobody_else_is_offered_it_or_can_post_it(who):
    page, desk = factories.partner("draft"), Desk(who())
    mail.outbox.clear()
    assert LABEL not in desk.read("wagtailadmin_pages:edit", page.pk)
    assert desk.get("newsroom_publish_in_emergency", page.pk).status_code == 302
    publish(desk, page)
    assert not is_public(page)
    assert mail.outbox == []


def test_it_works_on_a_page_in_review_and_ends_the_review(administrator):
    page = factories.partner("in_review")
    assert LABEL in administrator.read("wagtailadmin_pages:edit", page.pk)
    assert "review that is under way ends" in administrator.read("newsroom_publish_in_emergency", page.pk)
    publish(administrator, page)
    assert is_public(page)
    assert not type(page).objects.get(pk=page.pk).workflow_in_progress


def test_it_never_publishes_what_was_taken_down(administrator):
    page = factories.partner("taken_down")
    answer = publish(administrator, page)
    assert "Taken down in every language" in answer.content.decode()
    answer = publish(Desk(keeper("Administrators")), page)
    assert "taken down" in answer.content.decode()
    assert not is_public(page)
    assert not Approval.objects.filter(page=page, kind="emergency").exists()


def test_a_page_without_a_saved_version_is_not_published(administrator):
    page = factories.partner("draft")
    type(page).objects.filter(pk=page.pk).update(latest_revision=None)
    assert "no saved version" in administrator.read("newsroom_publish_in_emergency", page.pk)
    answer = publish(administrator, page)
    assert answer.status_code == 200
    assert not is_public(page)


def test_words_that_were_saved_after_the_screen_was_opened_are_not_published_unseen(administrator):
    page = factories.partner("draft", title="Seen")
    seen = words_of(page)
    factories.edit(page, title="Not seen")
    answer = publish(administrator, page, seen=seen)
    assert "changed after you opened it" in said(answer)
    assert not is_public(page)
