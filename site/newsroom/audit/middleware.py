"""Says for each request by which way it comes in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from newsroom.audit import way


class WayMiddleware:
    """A request comes by the admin, the API, a preview link or the public site; the admin's own API is the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with way.coming_by(_way_of(request.path_info)):
            return self.get_response(request)


def _way_of(path: str) -> str:
    if path.startswith(settings.ADMIN_PATH):
        return way.ADMIN
    if path.startswith("/preview/"):
        return way.PREVIEW
    return way.API if path.startswith("/api/") else way.PUBLIC
