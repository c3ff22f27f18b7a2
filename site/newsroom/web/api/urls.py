"""Addresses of the JSON API. Every one of them stands behind the same door."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from newsroom.web.api.door import View, public_read
from newsroom.web.api.openapi import openapi_json
from newsroom.web.api.operations import api
from newsroom.web.api.previewing import get_preview
from newsroom.web.api.problems import Refusal
from newsroom.web.previews.views import for_one_reader


@public_read
def nothing_here(request: HttpRequest, **_kwargs: str) -> HttpResponse:
    """Every other address below the API: a problem, like every other no."""
    raise Refusal(404, "There is nothing at this address. /api/v1/openapi.json lists what there is; slashes count.")


def _operations() -> list[URLPattern]:
    """django-ninja's own patterns, less its root page, each behind the door."""
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in patterns:
        view = cast(View, pattern.callback)
        pattern.callback = public_read(for_one_reader(view) if pattern.name == get_preview.__name__ else view)
    return patterns


urlpatterns = [path("openapi.json", openapi_json), *_operations(), re_path("", nothing_here)]
