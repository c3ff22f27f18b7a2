"""What a page's history says about its reviews, beside Wagtail's own lines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter


class ReasonFormatter(LogFormatter):
    """A line with the reason that its log entry carries."""

    def format_comment(self, log_entry: Any) -> str:
        return log_entry.data.get("reason", "")


def register(actions: Any) -> None:
    """Tell Wagtail's log about our actions; it refuses those that it does not know."""

    @actions.register_action("newsroom.publish_in_emergency")
    class Emergency(ReasonFormatter):
        label = _("Publish without approval")
        message = _("Published without approval")

    @actions.register_action("newsroom.review_restarted")
    class Restarted(ReasonFormatter):
        label = _("Start the review again")
        message = _("The review starts again")

    @actions.register_action("newsroom.schedule_refused")
    class Refused(ReasonFormatter):
        label = _("Refuse a scheduled version")
        message = _("Not published at its hour")
