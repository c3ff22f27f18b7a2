"""What every answer tells a browser that it may not do, and the two named exceptions: the admin, and files for others.

Outermost, so that it holds for what is answered before anything else is asked: static files, errors, a wrong host.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger("django.request")


class BrokenOff(Exception):
    """An answer ends in its middle. Why stands in the log."""


class QuietMiddleware:
    """An answer that is sent while it is made may fail when Django has let go of it: the server then prints whatever
    the error says, and that may be the name of a file. The log gets its place and kind, the server nothing to say."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.streaming and not response.is_async:
            response.streaming_content = _quietly(response.streaming_content)
        return response


def _quietly(parts: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    except Exception:
        logger.exception("An answer broke off.")
        raise BrokenOff from None


def _is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.ADMIN_PATH)


class HeadersMiddleware(CSPMiddleware):
    """Send the strict public headers everywhere, and the admin's own below the admin's path."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the content security policy for this request; the library renders it."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and _is_admin(request):
            parts.config = settings.CONTENT_SECURITY_POLICY_FOR_ADMIN["DIRECTIVES"]
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add what is not there yet."""
        headers = response.headers
        for name, value in settings.HEADERS.items():
            headers.setdefault(name, value)
        if _is_admin(request) and headers["Referrer-Policy"] == settings.SECURE_REFERRER_POLICY:
            # A browser sends `Origin: null` with a form from a page whose policy is `no-referrer`, and Django's CSRF
            # check refuses it.
            headers["Referrer-Policy"] = "same-origin"
        is_for_others = headers.get("Access-Control-Allow-Origin") == "*" or request.path_info.startswith(_MEDIA)
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_for_others else "same-origin")
        response = super().process_response(request, response)
        if _is_admin(request) and headers.get("X-Frame-Options") == "SAMEORIGIN":
            # A preview in the editor: Wagtail says so of nothing else, and what it shows has the public policy.
            headers[HEADER] = headers[HEADER].replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        return response


# A front end of its own on another site shows our renditions.
_MEDIA = settings.MEDIA_URL
