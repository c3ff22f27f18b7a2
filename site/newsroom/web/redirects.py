"""Old addresses lead on, but only to what the public can see.

Wagtail writes a redirect at every move, of a draft too: it would tell readers where an unapproved or private page lies
and what it is called there, and would hide that a page was taken down.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from newsroom.authoring.visible import is_taken_down, visible_pages
from newsroom.web import errors


class PublicRedirectMiddleware(RedirectMiddleware):
    """As Wagtail's, for redirects that an Administrator wrote and for pages that are visible."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if answer is response:
            return response
        page = _page_moved_from(request)
        if page is None or visible_pages().filter(pk=page.pk).exists():
            return answer
        return errors.gone(request) if is_taken_down(page.translation_key) else response


def _page_moved_from(request: HttpRequest):
    """The page to which an old address belongs; None for a redirect to anywhere else."""
    old = {Redirect.normalise_path(address) for address in (request.get_full_path(), request.path)}
    found = (
        Redirect.objects.filter(old_path__in=old, redirect_page__isnull=False).select_related("redirect_page").first()
    )
    return found and found.redirect_page
