"""The law in the database: recording approvals, and asking for them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from newsroom.review import law, reading
from newsroom.review.history import why_again
from newsroom.review.models import Approval


def hold_page(page_id: int | str | None) -> None:
    """Hold a page's row until the end of the transaction: edits, submissions, decisions and take-downs of one page wait
    for each other here, so each of them finds what the one before left."""
    Page.objects.select_for_update(of=("self",)).filter(pk=page_id).values_list("pk").first()


def approve(revision: Revision, person, *, submitted_by_id: int | None) -> Approval:
    """Record that `person` approved exactly this revision, and give the approval with the revision as it was read under
    the lock. Raises LawError unless they are a second pair of eyes."""
    # The page first, as every edit, decision and take-down does: none of them comes between, whatever task asks.
    hold_page(revision.object_id)
    # Locked and read again: an autosave that overwrites the revision now waits, and then meets the trigger.
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    reading.hand_on(revision, locked)
    revision = locked
    if not law.may_approve(person, author_id=revision.user_id, submitted_by_id=submitted_by_id):
        raise law.LawError(law.why_not_approve(person, author_id=revision.user_id, submitted_by_id=submitted_by_id))
    return Approval.objects.create(
        page_id=int(revision.object_id),
        revision=revision,
        author_id=revision.user_id,
        submitted_by_id=submitted_by_id,
        approved_by=person,
        digest=law.digest(revision.content),
    )


def reviewed_at() -> Subquery:
    """When somebody approved a page's live revision, as an annotation of any queryset of pages: null where that went
    out in an emergency, without review."""
    reviews = Approval.objects.filter(
        page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id"), kind=Approval.Kind.REVIEW
    )
    return Subquery(reviews.order_by("-created_at").values("created_at")[:1])


@transaction.atomic
def publish_in_emergency(page, person, reason: str, *, seen: str | None = None) -> Approval:
    """The only exception: publish the latest revision without review, for a written reason that stays in the
    page's history and is mailed to the Editors. Raises LawError without the permission or the reason, and Overtaken
    where `seen`, the digest of the words that the person read, is not that of the latest revision."""
    from newsroom.review.tasks import mail_emergency

    if not law.may_publish_in_emergency(person):
        raise law.LawError(_("Only an Administrator may publish without approval."))
    if not law.is_a_reason(reason):
        raise law.LawError(_("Write down why this cannot wait for a review."))
    page = Page.objects.select_for_update().get(pk=page.pk)
    revision = Revision.objects.select_for_update().filter(pk=page.latest_revision_id).first()
    if revision is None:
        raise law.LawError(_("This page has no saved version yet. Save it first."))
    # By its words and not by its number: an autosave writes over the revision that somebody is reading.
    if seen is not None and seen != law.digest(revision.content):
        raise law.Overtaken(_("The page changed after you opened it. Read it as it is now, then decide."))
    approval = Approval.objects.create(
        page_id=page.pk,
        revision=revision,
        kind=Approval.Kind.EMERGENCY,
        author_id=revision.user_id,
        approved_by=person,
        reason=reason.strip(),
        digest=law.digest(revision.content),
    )
    log(
        instance=page.specific,
        action="newsroom.publish_in_emergency",
        user=person,
        revision=revision,
        data={"reason": approval.reason},
    )
    revision.publish(user=person, skip_permission_checks=True)
    mail_emergency.enqueue(approval.pk)
    return approval


def approvals_of_live_revision() -> QuerySet[Approval]:
    """For use in a subquery on pages: the approvals of each page's own live revision."""
    return Approval.objects.filter(page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id"))


def require_approval_to_schedule(sender, instance: Revision, **kwargs) -> None:
    """Before a revision is saved: raise NotApproved where it would get an hour to go live without an approval.

    Wagtail's publishing action, used directly, gives a page that is not live its hour past the page's own `publish`,
    and then cancels its review and tells the world that it was published."""
    hour, page_type = instance.approved_go_live_at, ContentType.objects.get_for_model(Page)
    if hour is None or instance.base_content_type_id != page_type.pk:
        return
    if not Approval.objects.filter(page_id=instance.object_id, revision_id=instance.pk).exists():
        raise law.NotApproved(_("This version was not approved, so it gets no hour to go live. Submit it for review."))


# Other rooms that rely on a revision staying as it is say so here.
relied_on: list[Callable[[Revision], bool]] = []


def is_settled(revision: Revision) -> bool:
    """Whether somebody relies on the revision staying as it is: it was approved, or handed in for review, or (as other
    rooms know) shown to somebody."""
    return (
        Approval.objects.filter(revision_id=revision.pk).exists()
        or TaskState.objects.filter(revision_id=revision.pk).exists()
        or any(relies(revision) for relies in relied_on)
    )


def under_review(page) -> Revision | None:
    """The page's latest revision, if that is what is being reviewed."""
    states = WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_IN_PROGRESS)
    found = states.filter(current_task_state__revision_id=page.latest_revision_id)
    state = found.select_related("current_task_state__revision").first()
    return state and state.current_task_state.revision


def restart_review(page, revision: Revision, person) -> None:
    """An edit after submission: what was under review is no longer what would be published, so the review starts
    again on the new revision, and says why."""
    states = WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_IN_PROGRESS)
    for state in states.select_related("current_task_state"):
        task_state = state.current_task_state
        if task_state is None or task_state.revision_id == revision.pk:
            continue
        if person and task_state.revision.user_id == person.pk and why_restarted(task_state):
            _follow(state, revision, person)
            continue
        name = (person.get_full_name() or person.get_username()) if person else ""
        why = why_again(name)
        task_state.specific.cancel(user=person, resume=True, comment=why)
        log(
            instance=page,
            action="newsroom.review_restarted",
            user=person,
            revision=revision,
            data={"reason": why, "changed_by": name},
        )


def _follow(state: WorkflowState, revision: Revision, person) -> None:
    """Somebody who restarted the review goes on typing: the review moves to each version that the editor saves by
    itself, and nobody gets a mail for each of them."""
    task_state = state.current_task_state
    followed = TaskState.objects.filter(workflow_state=state, pk__lt=task_state.pk).order_by("-pk").first()
    TaskState.objects.filter(pk=task_state.pk).update(
        status=TaskState.STATUS_CANCELLED, finished_at=timezone.now(), finished_by=person, comment=followed.comment
    )
    kind = task_state.task.specific.get_task_state_class()
    state.current_task_state = kind.objects.create(workflow_state=state, revision=revision, task=task_state.task)
    state.save(update_fields=["current_task_state"])


def why_restarted(task_state: TaskState) -> str:
    """Why a review under way had to start again, or nothing if it did not."""
    before = TaskState.objects.filter(workflow_state_id=task_state.workflow_state_id, pk__lt=task_state.pk)
    last = before.order_by("-pk").first()
    return last.comment if last and last.status == TaskState.STATUS_CANCELLED else ""
