"""What a page's history says about take-downs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter


def register(actions: Any) -> None:
    """Tell Wagtail's log about our actions; it refuses those that it does not know."""

    @actions.register_action("newsroom.take_down")
    class TakenDown(LogFormatter):
        label = _("Take down")
        message = _("Taken down in every language")

        def format_comment(self, log_entry: Any) -> str:
            return log_entry.data.get("reason", "")

    @actions.register_action("newsroom.restore")
    class Lifted(LogFormatter):
        label = _("Lift a take-down")
        message = _("Take-down lifted: a draft again, which needs a new review")
