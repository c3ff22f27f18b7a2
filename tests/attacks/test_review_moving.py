"""Attacks by copying, aliasing, moving, the admin's own API and take-downs: attack, then what readers must get."""

import contextlib
import datetime
import json
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import TakeDownRefused, restore, take_down
from newsroom.review import approvals, law
from stories.models import PartnerPage
from tests import factories
from tests.attacks.outside import read, titles
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

EVERYBODY = [
    factories.writer, factories.editor, factories.duty_editor, factories.administrator, factories.superuser,
]  # fmt: skip


@contextlib.contextmanager
def attack():
    """Whatever the attack raises is its own affair; what readers get afterwards is what counts."""
    with contextlib.suppress(PermissionDenied, ValidationError, DatabaseError), transaction.atomic():
        yield


@pytest.fixture(scope="module")
def public_scenery(scenery):
    def make():
        page = factories.partner(title="Approved words", slug="approved-words")
        factories.edit(page, title="Unapproved words")
        return {"public": page}

    return scenery(make)


@pytest.fixture
def public(public_scenery, db):
    """A public page with a draft on top."""
    return public_scenery.put_up()["public"]


@pytest.fixture(scope="module")
def draft_scenery(scenery):
    return scenery(lambda: {"draft": a_draft()})


def a_draft():
    return factories.partner("draft", title="Unapproved words")


@pytest.fixture
def draft(draft_scenery, db, request):
    """A draft; beside the public page, where a test asks for both."""
    if "public" in request.fixturenames:
        request.getfixturevalue("public")
        return a_draft()
    return draft_scenery.put_up()["draft"]


def public_copies(page):
    """The addresses at which readers get anything, other than the page's own."""
    others = Page.objects.exclude(pk=page.pk).type(PartnerPage)
    return [found for other in others if (found := read(other.specific))]


# Copies


@pytest.mark.parametrize("keep_live", [True, False])
@pytest.mark.parametrize("copy_revisions", [True, False])
def test_a_copy_of_a_public_page_is_a_draft(keep_live, copy_revisions, public):
    public.copy(
        update_attrs={"slug": "copy"}, keep_live=keep_live, copy_revisions=copy_revisions, user=factories.superuser()
    )
    assert public_copies(public) == []


def test_a_copy_does_not_inherit_the_approval(public):
    copy = public.copy(update_attrs={"slug": "copy"}, user=factories.superuser())
    for revision in copy.revisions.all():
        with pytest.raises(law.NotApproved):
            copy.publish(revision, skip_permission_checks=True)
    assert public_copies(public) == []


def test_a_recursive_copy_of_a_section_is_drafts_all_the_way_down(public):
    index = public.get_parent().specific
    before = titles()
    CopyPageAction(
        index, recursive=True, keep_live=True, update_attrs={"slug": "copies"}, user=factories.superuser()
    ).execute(skip_permission_checks=True)
    assert titles() == before


@pytest.mark.parametrize("who", [factories.editor, factories.administrator, factories.superuser])
def test_the_copy_form_with_publishing_ticked_by_hand(who, public):
    form = {
        "new_title": "Copied words", "new_slug": "copied", "new_parent_page": public.get_parent().pk,
        "publish_copies": "on", "copy_subpages": "on",
    }  # fmt: skip
    Desk(who()).post("wagtailadmin_pages:copy", public.pk, **form)
    assert "Copied words" not in titles()


def test_the_copy_form_making_an_alias(public):
    form = {
        "new_title": "Aliased", "new_slug": "aliased", "new_parent_page": public.get_parent().pk,
        "alias": "on", "publish_copies": "on",
    }  # fmt: skip
    Desk(factories.superuser()).post("wagtailadmin_pages:copy", public.pk, **form)
    assert public_copies(public) == []


# Aliases


def test_an_alias_of_a_public_page_shows_readers_nothing(public):
    alias = public.create_alias(update_slug="alias")
    Page.objects.filter(pk=alias.pk).update(live=True, live_revision=public.live_revision)
    assert read(alias) is None
    assert public_copies(public) == []


def test_an_alias_does_not_follow_its_source(public):
    alias = public.create_alias(update_slug="alias")
    factories.publish(public, title="Newer approved words")
    PartnerPage.objects.get(pk=public.pk).update_aliases()
    assert read(alias) is None


def test_converting_an_alias_publishes_nothing(public):
    alias = CreatePageAliasAction(public, update_slug="alias", user=factories.superuser()).execute(
        skip_permission_checks=True
    )
    with attack():
        ConvertAliasPageAction(alias, user=factories.superuser()).execute(skip_permission_checks=True)
    Desk(factories.superuser()).post("wagtailadmin_pages:convert_alias", alias.pk)
    assert read(PartnerPage.objects.get(pk=alias.pk)) is None


# Moves


def test_a_draft_that_is_moved_stays_a_draft(draft):
    draft.move(factories.partner_index(), pos="last-child", user=factories.superuser())
    assert read(draft) is None


@pytest.mark.parametrize("who", [factories.writer, factories.editor])
def test_only_administrators_change_a_public_page_s_address(who, public):
    here = public.url_path
    target = factories.partner_index()
    url = reverse("wagtailadmin_pages:move_confirm", args=[public.pk, target.pk])
    Desk(who()).client.post(url)
    assert PartnerPage.objects.get(pk=public.pk).url_path == here
    assert read(public) == "Approved words"


def test_a_move_changes_where_and_not_what(public):
    first = public.get_siblings().first()
    public.move(first, pos="left", user=factories.administrator())
    assert read(PartnerPage.objects.get(pk=public.pk)) == "Approved words"


def test_a_slug_changed_in_a_draft_changes_no_public_address(public):
    factories.edit(public, slug="elsewhere", title="Unapproved words")
    assert read(public) == "Approved words"
    assert Client().get("/en/partners/elsewhere/").status_code == 404


# The admin's own API, which Wagtail mounts


ACTIONS = {
    "publish": {},
    "copy": {"keep_live": True, "recursive": True, "slug": "by-api", "title": "By API"},
    "create_alias": {"update_slug": "by-api", "recursive": True},
    "convert_alias": {},
    "copy_for_translation": {"locale": "es", "copy_parents": True, "alias": True},
    "unpublish": {"recursive": True},
}


def post_by_everybody(page, action, data):
    """Post an action of the admin's API as one person of each role after the other."""
    for make in EVERYBODY:
        client = Client(raise_request_exception=False)
        client.force_login(make())
        url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
        client.post(url, json.dumps(data), content_type="application/json")


@pytest.mark.parametrize("action", ACTIONS)
def test_the_admin_api_publishes_nothing(action, public, draft):
    before = titles()
    for page in (public, draft):
        post_by_everybody(page, action, ACTIONS[action])
    assert titles() <= before
    assert read(draft) is None


def test_the_admin_api_reverts_nothing_that_is_public(public):
    factories.publish(public, title="Newer approved words")
    post_by_everybody(public, "revert_to_page_revision", {"revision_id": public.live_revision_id})
    assert read(public) == "Newer approved words"


def test_the_admin_api_deletes_nothing_that_is_public(public):
    post_by_everybody(public, "delete", {})
    assert read(public) == "Approved words"


@pytest.mark.parametrize("path", ["/api/v2/pages/", "/api/v3/pages/", "/admin/api/v3/pages/", "/api/v3/openapi.json"])
def test_wagtail_s_other_apis_are_not_there(path, public):
    client = Client()
    client.force_login(factories.superuser())
    assert client.get(path, follow=True).status_code == 404


# Take-downs


def test_publishing_while_taken_down(public):
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    for revision in public.revisions.all():
        with pytest.raises(law.NotApproved):
            revision.publish(user=factories.superuser(), skip_permission_checks=True)
    Page.objects.filter(pk=public.pk).update(live=True, live_revision=public.live_revision)
    assert read(public) is None


def test_the_approval_from_before_a_take_down_counts_never_again(public):
    approved = public.live_revision
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    restore(TakeDown.objects.get(), factories.duty_editor())
    with attack():
        approved.publish(user=factories.superuser(), skip_permission_checks=True)
    Page.objects.filter(pk=public.pk).update(live=True, live_revision=approved)
    assert read(public) is None


def test_an_emergency_while_taken_down(public):
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    with attack():
        approvals.publish_in_emergency(public, factories.administrator(), "It cannot wait.")
    assert read(public) is None


def test_a_copy_of_a_page_that_was_taken_down_is_a_draft(public):
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    public.copy(update_attrs={"slug": "copy"}, keep_live=True, user=factories.superuser())
    assert public_copies(public) == []


@pytest.mark.parametrize("who", [factories.writer, factories.editor, factories.administrator])
def test_lifting_without_being_on_duty(who, public):
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    with pytest.raises(TakeDownRefused):
        restore(TakeDown.objects.get(), who())
    assert TakeDown.objects.in_force().exists()


def test_pretending_that_a_take_down_was_lifted_before_it_began(public):
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    with attack():
        TakeDown.objects.update(restored_at=timezone.now() - datetime.timedelta(days=1))
    assert TakeDown.objects.in_force().exists()


def test_a_page_that_was_taken_down_answers_gone(public):
    url = f"/en/partners/{public.slug}/"
    assert Client().get(url).status_code == 200
    take_down(public, factories.duty_editor(), "Somebody is at risk.")
    assert Client().get(url).status_code == 410
    assert Client().get(f"/api/v1/pages/{public.pk}/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_an_autosave_under_way_changes_nothing_that_the_reviewer_reads(monkeypatch):
    page = factories.partner("draft", title="What was handed in")
    editor, latest = factories.editor(), page.latest_revision
    read = {}

    def hand_in_and_read():
        state = factories.submit(page)
        url = f"/admin/pages/{page.pk}/revisions/{state.revision_id}/view/"
        read["by the reviewer"] = Desk(editor).client.get(url).content.decode()
        connection.close()

    submission = threading.Thread(target=hand_in_and_read)
    is_settled = approvals.is_settled

    def overtaken_by_a_submission(revision):
        found = is_settled(revision)
        monkeypatch.setattr(approvals, "is_settled", is_settled)
        submission.start()
        submission.join(1)  # It waits for this autosave; without the lock it is through by now.
        return found

    monkeypatch.setattr(approvals, "is_settled", overtaken_by_a_submission)
    draft = page.get_latest_revision_as_object()
    draft.title = "What was typed meanwhile"
    draft.save_revision(user=factories.writer(), overwrite_revision=latest, clean=False)
    submission.join()
    Desk(editor).decide(page, "approve")
    public = Client().get(f"/api/v1/pages/{page.pk}/").json()
    assert public["title"] in read["by the reviewer"]
