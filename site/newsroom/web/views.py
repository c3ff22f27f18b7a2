"""The public HTML: a page at its address, and the way in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page
from django.views.generic import View

from newsroom.authoring import navigation
from newsroom.authoring.documents import approved_page, build_from
from newsroom.authoring.rendering import prepare_page, render_sublist
from newsroom.web import errors
from newsroom.web.negotiation import preferred_language
from newsroom.web.published_documents.marks import made_before, may_be_kept


# Nothing here changes anything or knows who asks, so a wrong method is told so (405) before any token is missed.
@method_decorator(csrf_exempt, name="dispatch")
class PublicView(View):
    """A public read. Every kept copy asks again before it is shown: what was taken down is gone at once."""

    # Whether an answer says the same to whoever asks, until something changes that readers could notice.
    keeps = False

    @method_decorator(conditional_page)
    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True, public=True)
        if self.keeps and response.status_code == 200:
            may_be_kept(request, self.about)
        return response

    # The page row that an answer is about and says nothing without.
    about: Any = None


class PageView(PublicView):
    """A visible page in its language. 410 for what was taken down, 404 for everything else that is not public."""

    keeps = True

    def get(self, request: HttpRequest, path: str = "") -> HttpResponse:
        lang = get_language() or settings.LANGUAGE_CODE
        row = navigation.visible_at(lang, path)
        if row is None:
            if navigation.was_taken_down(lang, path):
                return errors.gone(request)
            return self._sublist(request, lang, path)
        # With a query it may be a list's, in as many ways as somebody thinks of.
        self.about = None if request.META.get("QUERY_STRING") else row
        page = approved_page(row)
        rendering = prepare_page(request, page, build_from([page])[0])
        # Of the same as before the same HTML is made, which takes longer than to look whether it is the same.
        body = made_before(request, rendering.made_of)
        return HttpResponse(body) if body is not None else rendering.response(request)

    def _sublist(self, request: HttpRequest, lang: str, path: str) -> HttpResponse:
        """A list with an address of its own, below the visible page that has it."""
        above, _, name = path.rstrip("/").rpartition("/")
        row = navigation.visible_at(lang, f"{above}/") if above else None
        if row is None or name not in row.specific_class.sublists:
            raise Http404
        page = approved_page(row)
        return render_sublist(request, page, build_from([page])[0], name)


class FrontDoor(PublicView):
    """`/`: on to the home page in the language that the reader asks for, among those that have one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        lang = preferred_language(request, navigation.languages_with_a_home())
        if lang is None:
            raise Http404
        response = HttpResponseRedirect(f"/{lang}/")
        patch_vary_headers(response, ["Accept-Language"])
        return response


page_view = PageView.as_view()
front_door = FrontDoor.as_view()
