"""Closed for maintenance: every public address answers 503, from nothing that maintenance could take away.

The admin stays open: what readers must not see half-done is mended there. Who changes the database itself stops the
workers and keeps staff out by other means (docs/operations.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from newsroom.web import plain


class MaintenanceMiddleware:
    """Answers before anything asks the database. The file is looked for at each request: whoever makes it or removes it
    closes or opens every process at once, without a restart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_closed() and not _OPEN.match(request.path_info):
            return plain.closed(request)
        return self.get_response(request)


# The admin, and the style sheet of the page that says so: what is not found beside it would be told with the menu.
_OPEN = re.compile(rf"{re.escape(settings.ADMIN_PATH)}|/styles/[-\w]+\.css\Z")


def is_closed() -> bool:
    """Whether the public site is closed now."""
    return settings.MAINTENANCE or Path(settings.MAINTENANCE_FILE).exists()
