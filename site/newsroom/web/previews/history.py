"""What a page's history says about its previews."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from newsroom.review.history import ReasonFormatter
from newsroom.web.previews.comments import ACTION


def register(actions: Any) -> None:
    """Tell Wagtail's log about our actions; it refuses those that it does not know."""

    @actions.register_action("newsroom.preview_link")
    class Made(ReasonFormatter):
        label = gettext_lazy("Make a preview link")
        message = gettext_lazy("Preview link made")

    @actions.register_action("newsroom.preview_revoked")
    class Revoked(ReasonFormatter):
        label = gettext_lazy("End a preview link")
        message = gettext_lazy("Preview link ended")

    @actions.register_action(ACTION)
    class Commented(LogFormatter):
        label = gettext_lazy("Comment on a preview")

        def format_message(self, log_entry: Any) -> str:
            """Whoever it is has no account: the name is what they wrote, if they wrote one."""
            name = log_entry.data.get("name", "")
            return (
                _("Comment by preview link, from “%(name)s”") % {"name": name} if name else _("Comment by preview link")
            )

        def format_comment(self, log_entry: Any) -> str:
            return log_entry.data.get("comment", "")
