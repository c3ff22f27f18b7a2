"""What a Duty editor needs on Wagtail's home: what is public, and what was taken down. And what a Consent keeper does:
which consents end soon, and what goes with them."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import Page

from newsroom.consent.models import TakeDown
from newsroom.consent.records import Consent, may_keep_consents
from newsroom.consent.resting import pages_resting_on
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
            "taken_down": TakeDown.objects.in_force().with_receipts().select_related("taken_down_by")[:SHOWN],
        }


class KeeperPanel(Component):
    """Whom to ask again: the consents that end next, each with what rests on it."""

    name = "consents"
    template_name = "consent/keeper_panel.html"
    order = 235

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        ending = list(Consent.objects.ending_soon().order_by("valid_until")[:SHOWN])
        resting = pages_resting_on(ending)
        return {"rows": [{"consent": consent, "resting": resting.get(consent.pk, [])} for consent in ending]}


def extend(request: Any, panels: list[Any]) -> None:
    """Add the panels for those on duty, and for those who keep consents."""
    if may_keep_consents(request.user):
        panels.append(KeeperPanel())
    if may_take_down(request.user):
        panels.append(DutyPanel())
