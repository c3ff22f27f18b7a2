"""What a reader gets instead of a page, in the reader's language."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from newsroom.authoring import navigation
from newsroom.translation.languages import get_language, is_known
from newsroom.web import plain
from newsroom.web.negotiation import preferred_language


def page_not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: in which languages the page can be read, if in any, and a way to look for it."""
    lang, path = _language_and_path(request)
    with translation.override(lang or _preferred(request)):
        code = translation.get_language()
        context = {
            "navigation": navigation.navigation_for(code),
            "elsewhere": navigation.elsewhere(lang, path) if lang else [],
        }
        response = render(request, "errors/404.html", context, status=404)
    response.headers["Content-Language"] = code
    patch_cache_control(response, no_cache=True)
    if not lang:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """410: the page was taken down, and nothing is said about it but that."""
    lang, _path = _language_and_path(request)
    context = {"language": get_language(lang or settings.LANGUAGE_CODE)}
    response = render(request, "errors/410.html", context, status=410)
    patch_cache_control(response, no_cache=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503, where what broke is the way to the database: that comes back by itself."""
    return plain.closed(request) if plain.is_unreachable(sys.exception()) else plain.broken(request)


def _language_and_path(request: HttpRequest) -> tuple[str | None, str]:
    """The language that the address names, if any, and the path below it."""
    code = translation.get_language_from_path(request.path_info)
    if code is None or not is_known(code):
        return None, ""
    return code, request.path_info.partition(f"/{code}/")[2]


def _preferred(request: HttpRequest) -> str:
    return preferred_language(request, navigation.languages_with_a_home()) or settings.LANGUAGE_CODE
