"""The pages of one import on their way through the review, seen together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogContext
from wagtail.models import TaskState, WorkflowState

from newsroom.authoring.visible import taken_down_q, visible_pages
from newsroom.authoring.withheld import may_read_withheld
from newsroom.review import law
from stories.models.partners import PartnerPage
from stories.partner_import.mail import mail_approved, one_mail_for_the_batch
from stories.partner_import.models import PartnerImport, PartnerImportRow

LABELS = {
    "public": gettext_lazy("public"),
    "in_review": gettext_lazy("in review"),
    "needs_changes": gettext_lazy("changes requested"),
    "draft": gettext_lazy("draft"),
    "deleted": gettext_lazy("deleted"),
    "taken_down": gettext_lazy("taken down"),
}


@dataclass
class Reviewed:
    """A row that became a page. `words` are what its latest revision says: "title", "kind", "places" and so on.
    `task_state` is under review now; `refusal` is why this person cannot approve it, "" if they can."""

    row: PartnerImportRow
    state: str
    words: dict[str, Any] = field(default_factory=dict)
    task_state: TaskState | None = None
    refusal: str = ""

    @property
    def label(self) -> str:
        return str(LABELS[self.state])

    @property
    def kind_label(self) -> str:
        return str(PartnerPage.Kind(self.words["kind"]).label) if "kind" in self.words else ""


def pages_of(partner_import: PartnerImport, person: Any) -> list[Reviewed]:
    """Every page that an import created, in the order of the list."""
    rows = list(partner_import.rows.filter(decision=PartnerImportRow.Decision.CREATE).select_related("page"))
    ids = [row.page_id for row in rows if row.page_id]
    public = set(visible_pages().filter(pk__in=ids).values_list("pk", flat=True))
    latest = {page.pk: page for page in PartnerPage.objects.filter(pk__in=ids).select_related("latest_revision")}
    states = _latest_states(ids)
    allowed = set(TaskState.objects.reviewable_by(person).values_list("pk", flat=True))
    closed = set(closed_rows(partner_import, person))
    return [
        Reviewed(row, "taken_down", {"title": row.page.draft_title})
        if row in closed
        else _reviewed(row, public, latest, states, allowed, person)
        for row in rows
    ]


def closed_rows(partner_import: PartnerImport, person: Any) -> Any:
    """The rows that say what is taken down: they became such a page, or are the same. None for who may read that."""
    if may_read_withheld(person):
        return PartnerImportRow.objects.none()
    gone = PartnerPage.objects.filter(taken_down_q()).values("pk")
    return partner_import.rows.filter(Q(page__in=gone) | Q(same_as__in=gone))


def _latest_states(ids: list[int]) -> dict[int, WorkflowState]:
    states = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page", object_id__in=map(str, ids)
    )
    states = states.select_related("current_task_state__revision", "current_task_state__task")
    return {int(state.object_id): state for state in states.order_by("created_at", "pk")}


def _reviewed(row: Any, public: set, latest: dict, states: dict, allowed: set, person: Any) -> Reviewed:
    page, state = latest.get(row.page_id), states.get(row.page_id)
    if page is None:
        return Reviewed(row, "deleted")
    content = page.latest_revision.content
    words = {"title": content["title"], **PartnerPage.card_details(content)}
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS and state.current_task_state:
        task_state = state.current_task_state
        names = {"author_id": task_state.revision.user_id, "submitted_by_id": state.requested_by_id}
        return Reviewed(row, "in_review", words, task_state, why_not(person, names, task_state.pk in allowed))
    if page.pk in public:
        return Reviewed(row, "public", words)
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Reviewed(row, "needs_changes", words)
    return Reviewed(row, "draft", words)


def why_not(person: Any, names: dict[str, int | None], is_reviewer: bool) -> str:
    """Why a person cannot approve this, in a sentence; "" if they can. `names` as `law.may_approve` takes them."""
    if not is_reviewer:
        return _("Editors approve this.")
    return "" if law.may_approve(person, **names) else law.why_not_approve(person, **names)


def approve(partner_import: PartnerImport, person: Any, task_state_ids: Iterable[int]) -> list[Reviewed]:
    """Approve what a person saw and ticked, each page by itself through its own task, as the page's own view does.
    A page that was changed meanwhile is under review as another task state, and stays. Gives what was ticked and is
    still under review, each with its refusal: "" for what was approved."""
    wanted = set(task_state_ids)
    answered = []
    with one_mail_for_the_batch():
        for each in pages_of(partner_import, person):
            if each.task_state is None or each.task_state.pk not in wanted:
                continue
            each.refusal = each.refusal or _approve_one(each.task_state.pk, person)
            answered.append(each)
    mail_approved(partner_import, person, sum(not each.refusal for each in answered))
    return answered


def _approve_one(pk: int, person: Any) -> str:
    try:
        # As in `steps.create_partners`: each page's history gets lines of its own.
        with transaction.atomic(), LogContext(user=person):
            task_state = TaskState.objects.select_for_update(of=("self",)).get(pk=pk)
            if task_state.status != TaskState.STATUS_IN_PROGRESS:
                return _("Somebody else decided about it a moment ago.")
            task_state.task.specific.on_action(task_state, person, "approve")
    except law.LawError as refusal:
        return str(refusal)
    return ""


def waiting_for(person: Any) -> list[tuple[PartnerImport, int]]:
    """Imports with pages that this person may approve now, and how many pages each has."""
    states = TaskState.objects.reviewable_by(person).values_list(
        "workflow_state__object_id", "revision__user_id", "workflow_state__requested_by_id"
    )
    ids = [int(pk) for pk, wrote, sent in states if law.may_approve(person, author_id=wrote, submitted_by_id=sent)]
    rows = PartnerImportRow.objects.filter(page_id__in=ids)
    counts: dict[int, int] = {}
    for pk in rows.values_list("partner_import_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return [(found, counts[found.pk]) for found in PartnerImport.objects.filter(pk__in=counts).select_related("index")]
