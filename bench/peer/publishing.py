"""`python -m bench.peer.publishing`: an editor approves, and a reader asks."""

from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402

from bench.peer.article.models import ArticlePage  # noqa: E402
from bench.publishing import measure  # noqa: E402


def person(username: str, *groups: str) -> Any:
    """Somebody who may write, or somebody who may approve."""
    found, _ = get_user_model().objects.get_or_create(username=username, is_staff=True)
    found.groups.set(Group.objects.filter(name__in=groups))
    return found


def prepare(page_id: int, words: str) -> Any:
    """A writer changes the summary and hands it in, to the workflow that every new Wagtail has."""
    page = ArticlePage.objects.get(pk=page_id).get_latest_revision_as_object()
    page.summary = words
    page.save_revision(user=writer, log_action=True)
    page = ArticlePage.objects.get(pk=page_id)
    page.get_workflow().start(page, writer)
    return ArticlePage.objects.get(pk=page_id).current_workflow_task_state


def publish(task_state: Any) -> None:
    """The one task of the workflow is approved, which publishes."""
    editor = get_user_model().objects.get(username="editor")
    task_state.task.specific.on_action(task_state, editor, "approve")


writer = person("writer", "Editors")
person("editor", "Moderators")
measure(prepare, publish)
