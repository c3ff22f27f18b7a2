"""The gate of the admin: nobody who needs a second factor gets past it without one, whichever way they signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from newsroom.doors import second_factor, sessions

# What somebody without a second factor may see: the way out, and what these pages are drawn with.
ALWAYS_OPEN = {
    *("wagtailadmin_logout", "account_logout", "wagtailadmin_login", "account_login"),
    *("wagtailadmin_javascript_catalog", "wagtailadmin_sprite"),
}
# … who has none yet: where one is set up. Who has one: where it is shown.
SET_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
SHOW = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# Wagtail's editor asks these every few seconds while it is open: nobody need be there.
BY_ITSELF = {"wagtailadmin_editing_sessions:ping"}


class GateMiddleware:
    """Decides when it is known which view will answer, and before any view does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if not request.path_info.startswith(settings.ADMIN_PATH) or not request.user.is_authenticated:
            return None
        if sessions.is_over(request):
            logout(request)
            return None  # The view does with them what it does with everybody who is not signed in.
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in BY_ITSELF:
            sessions.note_use(request)
        if name in ALWAYS_OPEN or not second_factor.is_required_of(request.user) or second_factor.has_passed(request):
            return None
        has_one = second_factor.factors_of(request.user).exists()
        if name in (SHOW if has_one else SET_UP):
            request.needs_second_factor = True  # type: ignore[attr-defined]  # The page says why one is there.
            return None
        return _send_to("mfa_reauthenticate" if has_one else "mfa_index", request)


def _send_to(name: str, request: HttpRequest) -> HttpResponseBase:
    """Pages lead there. A program, or a form, would take a page for its answer: it is told no."""
    is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "text/html")
    if not is_page or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"error": "A second factor is needed."}, status=403)
    return redirect(name)
