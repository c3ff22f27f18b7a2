"""What a translation's history says beside Wagtail's and wagtail-localize's own lines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


def register(actions: Any) -> None:
    """Tell Wagtail's log about our action; it refuses those that it does not know."""
    actions.register_action(
        "newsroom.hidden_outdated",
        _("Hide an outdated translation"),
        _("Hidden from readers: its source is safety-critical and has changed"),
    )
