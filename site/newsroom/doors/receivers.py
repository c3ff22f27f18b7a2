"""What happens at the doors by itself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in

from newsroom.doors import sessions


def connect() -> None:
    """Listen to Django."""
    user_logged_in.connect(_begin_session, dispatch_uid="newsroom.doors.session")


def _begin_session(request: Any, **more: Any) -> None:
    if request is not None and hasattr(request, "session"):
        sessions.begin(request)
