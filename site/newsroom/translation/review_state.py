"""Where a translation stands, as the editor shows it to one person."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import WorkflowState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from newsroom.translation.building import last_change
from newsroom.translation.freshness import hidden_ids, is_outdated
from newsroom.translation.languages import Language, get_language
from newsroom.translation.roles import may_enter, may_stop
from newsroom.translation.sources import source_page
from newsroom.translation.submissions import why_locked, why_not_hand_in


@dataclass(frozen=True)
class ReviewState:
    """`stage` is where the translation is; `missing` of `total` texts are not translated; `locked` says why nothing
    can be changed now (empty: it can). `reason` is the reviewer's, while changes are asked for. There is nothing to
    submit while readers see just this."""

    stage: Literal["translating", "in_review", "changes_asked", "public"]
    total: int
    missing: int
    locked: str
    source: Language
    target: Language
    is_outdated: bool = False
    is_hidden: bool = False
    can_submit: bool = False
    can_withdraw: bool = False
    can_stop: bool = False
    can_edit_pictures: bool = False
    submitted_by: Any = None
    submitted_at: datetime.datetime | None = None
    reason: str = ""
    reviewer: Any = None
    decisions: set[str] = field(default_factory=set)
    approve_url: str = ""
    reject_url: str = ""
    preview_url: str = ""
    compare_url: str = ""
    source_url: str = ""


def review_state(translation: Translation, page: Any, person: Any) -> ReviewState:
    """Where this translation stands, and what this person may do about it."""
    total, done = translation.get_progress()
    state = page.current_workflow_state
    task_state = state.current_task_state if state is not None else None
    asked = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
    in_review = bool(page.workflow_in_progress)
    locked = why_locked(page)
    source = source_page(page)
    outdated = is_outdated(page)
    news = not page.live or outdated or done < total or _changed_since(translation, page)
    return ReviewState(
        stage="in_review" if in_review else "changes_asked" if asked else "public" if page.live else "translating",
        total=total,
        missing=total - done,
        locked=locked,
        source=get_language(translation.source.locale.language_code),
        target=get_language(translation.target_locale.language_code),
        is_outdated=outdated,
        is_hidden=bool(hidden_ids([page])),
        can_submit=news and not why_not_hand_in(page) and page.permissions_for_user(person).can_edit(),
        can_withdraw=in_review and state.requested_by == person,
        can_stop=may_stop(person),
        can_edit_pictures=policy_registry.get_by_type(get_image_model()).user_has_permission(person, "change"),
        submitted_by=state.requested_by if in_review else None,
        submitted_at=task_state.started_at if in_review and task_state else None,
        reason=task_state.comment if asked and task_state else "",
        reviewer=task_state.finished_by if asked and task_state else None,
        source_url=_edit_url(source) if source is not None and may_enter(person, source) else "",
        **(_of_the_task(page, task_state, person) if in_review and task_state else {}),
    )


def _changed_since(translation: Translation, page: Any) -> bool:
    """Whether a text was changed after the version that readers see was made."""
    change = last_change(translation)
    return change is not None and change.updated_at > page.live_revision.created_at


def _of_the_task(page: Any, task_state: Any, person: Any) -> dict[str, Any]:
    """What a reviewer needs: the addresses of Wagtail's own views, as far as they may use them."""
    decisions = {action[0] for action in task_state.task.specific.get_actions(page, person)}
    before = "live" if page.live else "earliest"
    return {
        "decisions": decisions,
        "approve_url": reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk]),
        "reject_url": reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task_state.pk]),
        "preview_url": reverse("wagtailadmin_pages:revisions_view", args=[page.pk, task_state.revision_id]),
        "compare_url": reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before, task_state.revision_id]),
    }


def _edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
