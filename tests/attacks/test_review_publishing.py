"""Attacks on "somebody else approved exactly this version": attack, then what readers must still get."""

import contextlib
import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import GroupApprovalTask, Page, Revision, Task, TaskState, Workflow, WorkflowPage, WorkflowTask
from wagtail.signals import page_published

from newsroom.consent.take_down import take_down
from newsroom.review import law, roles
from newsroom.review.models import Approval
from stories.models import PartnerPage
from tests import factories
from tests.attacks.outside import read, titles
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

REFUSED = (PermissionDenied, ValidationError, DatabaseError)


@contextlib.contextmanager
def attack():
    """Whatever the attack raises is its own affair; what readers get afterwards is what counts."""
    with contextlib.suppress(*REFUSED), transaction.atomic():
        yield


def refused():
    return pytest.raises(law.LawError)


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


@pytest.fixture(scope="module")
def public_scenery(scenery):
    def make():
        page = factories.partner(title="Approved words")
        factories.edit(page, title="Unapproved words")
        return {"public": page}

    return scenery(make)


@pytest.fixture
def public(public_scenery, db):
    """A public page with a draft on top."""
    return public_scenery.put_up()["public"]


# By code that is meant for publishing


def test_publishing_a_revision_as_a_superuser(draft):
    with refused():
        draft.latest_revision.publish(user=factories.superuser())
    assert read(draft) is None


def test_publishing_a_revision_as_nobody_with_the_checks_skipped(draft):
    with refused():
        draft.latest_revision.publish(skip_permission_checks=True)
    assert read(draft) is None


def test_publishing_a_page_directly(draft):
    with refused():
        draft.publish(draft.latest_revision, skip_permission_checks=True)
    assert read(draft) is None


@pytest.mark.parametrize("action", [PublishPageRevisionAction, PublishRevisionAction])
def test_wagtail_s_publishing_action_past_the_page_s_own_method(action, draft, public):
    for page in (draft, public):
        with attack():
            action(page.latest_revision, user=factories.superuser()).execute(skip_permission_checks=True)
    assert read(draft) is None
    assert read(public) == "Approved words"


@pytest.mark.parametrize("action", [PublishPageRevisionAction, PublishRevisionAction])
def test_scheduling_by_wagtail_s_action_gives_no_hour_and_ends_no_review(action, draft, public):
    for page in (draft, public):
        factories.edit(page, go_live_at=timezone.now() + datetime.timedelta(days=1))
        review = factories.submit(page)
        with refused(), transaction.atomic():
            action(review.revision, user=factories.superuser()).execute(skip_permission_checks=True)
        page = PartnerPage.objects.get(pk=page.pk)
        assert page.current_workflow_task_state == review
        assert not page.scheduled_revision


def test_a_generic_page_is_no_way_round(draft):
    with attack():
        Page.objects.get(pk=draft.pk).publish(draft.latest_revision, skip_permission_checks=True)
    assert read(draft) is None


def test_an_old_rejected_version(public):
    rejected = public.latest_revision
    factories.submit(public)
    factories.decide(public, "reject", comment="No.")
    with refused():
        Revision.objects.get(pk=rejected.pk).publish()
    assert read(public) == "Approved words"


def test_another_page_s_approved_version(draft, public):
    with attack():
        draft.publish(public.live_revision, skip_permission_checks=True)
    assert read(draft) is None


# By writing rows


def test_saving_a_page_as_live(draft):
    draft.live = True
    with refused():
        draft.save()
    assert read(draft) is None


def test_saving_other_words_on_a_live_page(public):
    public.title = "Unapproved words"
    with refused():
        public.save()
    assert read(public) == "Approved words"


def test_saving_a_live_page_on_an_unapproved_version(public):
    public.live_revision = public.latest_revision
    public.title = "Unapproved words"
    with refused():
        public.save()
    assert read(public) == "Approved words"


@contextlib.contextmanager
def when_published(do):
    """Something that other code does as soon as a page is published, within the same transaction."""
    page_published.connect(do)
    try:
        yield
    finally:
        page_published.disconnect(do)


def test_saving_other_words_as_soon_as_a_page_is_published(public):
    def overwrite(instance, **kwargs):
        with attack():
            instance.title = "Evil"
            instance.save()

    with when_published(overwrite):
        factories.publish(public, title="Newer words")
    assert Page.objects.get(pk=public.pk).title == read(public) == "Newer words"


def test_making_a_page_live_that_was_taken_down_as_soon_as_it_was_published(public):
    """That it was just found publishable says nothing any more."""

    def bring_back(instance, **kwargs):
        take_down(Page.objects.get(pk=instance.pk), factories.duty_editor(), "Somebody in it is at risk.")
        with refused(), transaction.atomic():
            instance.save()

    with when_published(bring_back):
        factories.publish(public, title="Newer words")
    assert not Page.objects.get(pk=public.pk).live
    assert read(public) is None


def test_making_a_page_live(draft):
    index = factories.partner_index()
    with attack():
        index.add_child(instance=PartnerPage(title="Born live", kind="organisation", live=True))
    assert "Born live" not in titles()


def test_bulk_updates_past_every_save_method(draft, public):
    Page.objects.filter(pk__in=[draft.pk, public.pk]).update(live=True, title="Unapproved words")
    Page.objects.filter(pk=draft.pk).update(live_revision=draft.latest_revision)
    assert read(draft) is None
    assert read(public) == "Approved words"


def test_a_bulk_update_of_the_live_revision(public):
    Page.objects.filter(pk=public.pk).update(live_revision=public.latest_revision)
    assert read(public) is None


def test_changing_the_approved_version_itself(public):
    with attack():
        content = {**public.live_revision.content, "title": "Unapproved words"}
        Revision.objects.filter(pk=public.live_revision_id).update(content=content)
    assert read(public) == "Approved words"


def test_saving_over_the_approved_version(public):
    approved = public.live_revision
    page = approved.as_object()
    page.title = "Unapproved words"
    with attack():
        page.save_revision(user=approved.user, overwrite_revision=approved)
    assert read(public) == "Approved words"


def test_writing_an_approval_for_oneself(draft):
    for by in (factories.writer(), None):
        with attack():
            Approval.objects.create(
                page=draft,
                revision=draft.latest_revision,
                author=draft.latest_revision.user,
                approved_by=by,
                digest="0",
            )
    with attack():
        draft.latest_revision.publish()
    assert read(draft) is None


def test_an_approval_for_other_words_than_the_version_s(draft):
    Approval.objects.create(
        page=draft,
        revision=draft.latest_revision,
        author=factories.writer(),
        approved_by=factories.editor(),
        digest="0",
    )
    with refused():
        draft.latest_revision.publish()
    assert read(draft) is None


def test_importing_rows(draft):
    loaded = PartnerPage.from_serializable_data(draft.latest_revision.content)
    loaded.pk, loaded.live, loaded.path, loaded.depth = draft.pk, True, draft.path, draft.depth
    with attack():
        loaded.full_clean()
        loaded.save()
    assert read(draft) is None


# By the workflow's own machinery


def test_finishing_a_workflow_directly(draft):
    factories.submit(draft)
    with refused():
        PartnerPage.objects.get(pk=draft.pk).current_workflow_state.finish(user=factories.superuser())
    assert read(draft) is None


def test_approving_a_task_state_directly_as_the_author(draft):
    state = factories.submit(draft)
    with refused():
        state.approve(user=factories.writer())
    assert read(draft) is None


def test_approving_a_task_state_directly_as_nobody(draft):
    state = factories.submit(draft)
    with refused():
        state.approve(user=None)
    assert read(draft) is None


def test_marking_a_task_state_as_approved_and_moving_the_workflow_on(draft):
    state = factories.submit(draft)
    TaskState.objects.filter(pk=state.pk).update(status=TaskState.STATUS_APPROVED, finished_by=factories.editor())
    with attack():
        workflow_state = PartnerPage.objects.get(pk=draft.pk).current_workflow_state
        workflow_state.update(user=factories.writer())
    assert read(draft) is None


def test_an_edit_that_slips_in_before_the_approval(draft):
    state = factories.submit(draft)
    factories.edit(draft, by=factories.editor(), title="Slipped in")
    with attack():
        TaskState.objects.get(pk=state.pk).approve(user=factories.editor())
    assert read(draft) is None


def with_workflow(page, *tasks):
    """Put the pages of this tree under another workflow."""
    workflow = Workflow.objects.create(name="Another way", active=True)
    for order, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=page.get_parent(), defaults={"workflow": workflow})


def test_a_workflow_without_tasks(draft):
    with_workflow(draft)
    with attack():
        draft.get_workflow().start(draft, factories.writer())
    assert read(draft) is None


def test_wagtail_s_own_approval_task_approved_by_the_author(draft):
    task = GroupApprovalTask.objects.create(name="Stock approval", active=True)
    task.groups.add(Group.objects.get(name=roles.WRITERS))
    with_workflow(draft, task)
    Desk(factories.writer()).decide(draft, "approve", state=_start(draft))
    assert read(draft) is None


def test_wagtail_s_own_approval_task_approved_by_somebody_else(draft):
    task = GroupApprovalTask.objects.create(name="Stock approval", active=True)
    task.groups.add(Group.objects.get(name=roles.EDITORS))
    with_workflow(draft, task)
    Desk(factories.editor()).decide(draft, "approve", state=_start(draft))
    assert read(draft) == "Unapproved words"
    assert Approval.objects.get(page=draft).approved_by == factories.editor()


def test_a_task_that_approves_by_itself(draft):
    with_workflow(draft, Task.objects.create(name="Nobody looks", active=True))
    with attack():
        state = _start(draft)
        state.approve(user=factories.writer())
    assert read(draft) is None


def _start(page):
    page.get_workflow().start(page, factories.writer())
    return PartnerPage.objects.get(pk=page.pk).current_workflow_task_state


def test_putting_a_page_under_no_workflow_at_all(draft):
    WorkflowPage.objects.all().delete()
    desk = Desk(factories.writer())
    desk.send(draft, action_publish="1")
    desk.send(draft, action_submit="1")
    assert read(draft) is None


# By the admin


@pytest.mark.parametrize("who", [factories.writer, factories.editor, factories.administrator, factories.superuser])
def test_the_editor_s_publish_button_posted_by_hand(who, draft, public):
    for page in (draft, public):
        Desk(who()).send(page, action_publish="1", title="Unapproved words")
    assert read(draft) is None
    assert read(public) == "Approved words"


@pytest.mark.parametrize("who", [factories.editor, factories.superuser])
def test_bulk_publishing(who, draft, public):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    Desk(who()).client.post(f"{url}?id={draft.pk}&id={public.pk}&next=/admin/", {"include_descendants": "on"})
    assert read(draft) is None
    assert read(public) == "Approved words"


@pytest.mark.parametrize("who", [factories.editor, factories.superuser])
def test_reverting_to_an_old_version(who, public):
    factories.publish(public, title="Newer approved words")
    old = public.live_revision_id
    desk = Desk(who())
    url = reverse("wagtailadmin_pages:revisions_revert", args=[public.pk, old])
    form = desk.open(public)
    form.update({"action-publish": "1", "title": "Unapproved words", "revision": old})
    desk.client.post(url, dict(form.lists()))
    assert read(public) == "Newer approved words"


def test_stock_scheduling_by_hand(draft):
    Revision.objects.filter(pk=draft.latest_revision_id).update(approved_go_live_at=timezone.now())
    with attack():
        call_command("publish_scheduled")
    assert read(draft) is None


def test_unpublishing_and_publishing_an_unapproved_version_again(public):
    public.unpublish()
    with refused():
        public.latest_revision.publish()
    assert read(public) is None


def test_publishing_an_old_approved_version_again_shows_what_was_approved(public):
    approved = public.live_revision
    public.unpublish()
    approved.publish()
    assert read(public) == "Approved words"
