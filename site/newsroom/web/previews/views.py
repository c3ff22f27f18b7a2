"""The preview as a page, for a reader without an account. It sets no cookie, and nobody keeps it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from newsroom.authoring import navigation
from newsroom.authoring.documents import build_from
from newsroom.authoring.rendering import render_page
from newsroom.authoring.visible import visible_pages
from newsroom.translation.languages import get_language
from newsroom.web.negotiation import preferred_language
from newsroom.web.previews import comments
from newsroom.web.previews.links import Ended, NotThere, Preview, follow

SAID = "said"


def for_one_reader(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """An answer that nobody keeps and no search engine lists."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


# Not by Django's token: that would need a cookie. The address itself is the secret that another site does not know, and
# the form carries a key of its own (`comments.CommentForm`).
@csrf_exempt
@for_one_reader
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def preview_view(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page as its readers would get it, with a line that says what it is, and a form for a comment."""
    try:
        preview = follow(token)
    except NotThere:
        return _nothing(request, 404)
    except Ended as ended:
        return _nothing(request, 410, ended.lang)
    with translation.override(preview.page.locale.language_code):
        if request.method == "POST":
            return _comment(request, preview)
        return _show(request, preview, comments.CommentForm(None, preview))


def _comment(request: HttpRequest, preview: Preview) -> HttpResponse:
    form = comments.CommentForm(request.POST, preview)
    if comments.comes_from_elsewhere(request):
        return _show(request, preview, comments.CommentForm(None, preview), 403)
    if not form.is_valid():
        return _show(request, preview, form, 400)
    if comments.is_too_much(preview):
        return _show(request, preview, form, 429)
    comments.keep(preview, form.cleaned_data["name"], form.cleaned_data["comment"])
    response = HttpResponseRedirect(f"{request.path}?{SAID}=1#preview-comment")
    response.status_code = 303
    return response


def _show(request: HttpRequest, preview: Preview, form: comments.CommentForm, status: int = 200) -> HttpResponse:
    document = build_from([preview.page])[0]
    shown = {
        "until": preview.link.expires_at,
        "is_public": visible_pages().filter(live_revision_id=preview.link.revision_id).exists(),
        "form": form,
        "was_said": SAID in request.GET,
        "is_too_much": status == 429,
    }
    response = render_page(request, preview.page, document, is_preview=True, preview=shown)
    response.status_code = status
    response["Content-Language"] = document.lang
    return response


def _nothing(request: HttpRequest, status: int, lang: str | None = None) -> HttpResponse:
    """One sentence: why a link shows nothing is the newsroom's business."""
    code = lang or preferred_language(request, navigation.languages_with_a_home()) or settings.LANGUAGE_CODE
    with translation.override(code):
        context = {"language": get_language(code), "has_ended": status == 410}
        response = render(request, "errors/preview.html", context, status=status)
    response["Content-Language"] = code
    if lang is None:
        patch_vary_headers(response, ["Accept-Language"])
    return response


urlpatterns = [path("<str:token>/", preview_view, name="preview")]
