"""`python -m bench.peer.publishing`: a revision is published, and a reader asks."""

from typing import Any

import django

django.setup()

from bench.peer.article.models import ArticlePage  # noqa: E402
from bench.publishing import measure  # noqa: E402


def prepare(page_id: int, words: str) -> Any:
    """The summary is changed and saved."""
    page = ArticlePage.objects.get(pk=page_id)
    page.summary = words
    return page.save_revision(log_action=True)


def publish(revision: Any) -> None:
    """Without any workflow: the peer has none that publishes in one step."""
    revision.publish()


measure(prepare, publish)
