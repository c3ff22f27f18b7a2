"""What a Duty editor needs on Wagtail's home: what is public, and what was taken down."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import Page

from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import may_take_down

SHOWN = 10


class DutyPanel(Component):
    """The newest public pages, each one click from its take-down, and the take-downs in force."""

    name = "on_duty"
    template_name = "consent/duty_panel.html"
    order = 240

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        public = Page.objects.live().filter(depth__gt=1).order_by("-last_published_at").select_related("locale")
        return {
            "public": public[:SHOWN],
            "taken_down": TakeDown.objects.in_force().select_related("taken_down_by")[:SHOWN],
        }


def extend(request: Any, panels: list[Any]) -> None:
    """Add the panel for those on duty."""
    if may_take_down(request.user):
        panels.append(DutyPanel())
