"""`python -m bench.ours.publishing`: an editor approves, and a reader asks."""

from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402

from bench.publishing import measure  # noqa: E402
from stories.models import CampaignStoryPage  # noqa: E402


def prepare(page_id: int, words: str) -> Any:
    """A writer changes the summary and hands it in."""
    writer = get_user_model().objects.get(username="writer")
    page = CampaignStoryPage.objects.get(pk=page_id).get_latest_revision_as_object()
    page.summary = words
    page.save_revision(user=writer, log_action=True)
    page = CampaignStoryPage.objects.get(pk=page_id)
    page.get_workflow().start(page, writer)
    return CampaignStoryPage.objects.get(pk=page_id).current_workflow_task_state


def publish(task_state: Any) -> None:
    """The one task of the workflow is approved, which publishes."""
    editor = get_user_model().objects.get(username="editor")
    task_state.task.specific.on_action(task_state, editor, "approve")


measure(prepare, publish)
