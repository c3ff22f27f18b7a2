"""What the admin needs that the public site must not have: one named exception, in one place."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


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
        """Let the admin's forms name their own origin, or Django's CSRF check refuses them.

        A browser sends `Origin: null` with a form from a page whose policy is `no-referrer`.
        """
        if _is_admin(request):
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return super().process_response(request, response)
