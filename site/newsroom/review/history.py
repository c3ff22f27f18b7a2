"""What a page's history says about its reviews, beside Wagtail's own lines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter


class ReasonFormatter(LogFormatter):
    """A line with the reason that its log entry carries."""

    def format_comment(self, log_entry: Any) -> str:
        return log_entry.data.get("reason", "")


def why_again(name: str) -> str:
    """Why a review starts again, which `name` is the reason of: empty where it was a program."""
    return gettext("Changed by %(name)s after it was submitted. The review starts again on the new version.") % {
        "name": name or gettext("a program")
    }


class AgainFormatter(ReasonFormatter):
    """The same in the reader's language. A line from before it held the name has the sentence only."""

    def format_comment(self, log_entry: Any) -> str:
        name = log_entry.data.get("changed_by")
        return super().format_comment(log_entry) if name is None else why_again(name)


def register(actions: Any) -> None:
    """Tell Wagtail's log about our actions; it refuses those that it does not know."""

    @actions.register_action("newsroom.publish_in_emergency")
    class Emergency(ReasonFormatter):
        label = _("Publish without approval")
        message = _("Published without approval")

    @actions.register_action("newsroom.review_restarted")
    class Restarted(AgainFormatter):
        label = _("Start the review again")
        message = _("The review starts again")

    @actions.register_action("newsroom.schedule_refused")
    class Refused(ReasonFormatter):
        label = _("Refuse a scheduled version")
        message = _("Not published at its hour")
