"""From a document to HTML. The templates show the same shapes that the API sends, and start no query."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from newsroom.authoring.navigation import navigation_for
from newsroom.authoring.schemas import PageDocument


def render_page(request: HttpRequest, page: Any, document: PageDocument, *, is_preview: bool = False) -> HttpResponse:
    """A rendered response for one page of its own type and its document."""
    with translation.override(document.lang):
        context = {
            "page": document,
            "lists": page.lists(document.lang),
            "navigation": navigation_for(document.lang, document, page.path or None),
            "is_preview": is_preview,
        }
        return render(request, f"pages/{page.type_name()}.html", context)
