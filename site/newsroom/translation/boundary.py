"""Languages stay apart in the admin: whoever holds no permission in a language's tree gets 403 for its pages.

Asked before any view runs, for every address that names a page, a translation or a source by its number, whoever
wrote the view: Wagtail's own answer to a forbidden page is a redirect, and wagtail-localize checks each view for
itself, so that a new one may forget.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from newsroom.translation.languages import SOURCE
from newsroom.translation.roles import may_enter

# What an address calls a page's number. The rest of the URLconf is held to this by tests/translation/test_boundary.py.
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
# Where "pk" is a page.
PAGE_NAMESPACES = ("wagtailadmin_pages", "wagtailadmin_api:pages")
# Choosing what to link to is not working on it: choosers show the titles of every language.
CHOOSERS = ("wagtailadmin_choose_page_child",)
# Wagtail's reports that name pages of every language to everybody.
EVERY_LANGUAGE = ("wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results")


class LanguageBoundaryMiddleware:
    """403 for a page in a language that is not the person's own."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Answer 403 instead of the view, or None to let it answer. Who is not signed in is the login's business."""
        if not request.path_info.startswith(settings.ADMIN_PATH):
            return None
        person = request.user
        if not person.has_perm("wagtailadmin.access_admin"):
            return None
        if all(_may_enter(request, page) for page in pages_named(request, kwargs)):
            return None
        return refuse(request)


def refuse(request: HttpRequest) -> HttpResponse:
    """The 403, as JSON where JSON was asked for."""
    sentence = _("This page belongs to a language that is not yours.")
    if wants_json(request):
        return JsonResponse({"detail": sentence}, status=403)
    return render(request, "wagtail_localize/admin/refused.html", {"sentence": sentence}, status=403)


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by its headers, or by one of the methods that no form uses."""
    match = request.resolver_match
    return (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or (match is not None and match.namespace.startswith("wagtailadmin_api"))
        or "application/json" in request.headers.get("accept", "")
        or request.method in ("PUT", "PATCH", "DELETE")
    )


def pages_named(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """The pages that an address names; nothing for a number that leads nowhere (the view answers 404)."""
    match = request.resolver_match
    if match is None or match.view_name in CHOOSERS:
        return
    numbers = [kwargs[name] for name in PAGE_NUMBERS if name in kwargs]
    if "pk" in kwargs and match.namespace in PAGE_NAMESPACES:
        numbers.append(kwargs["pk"])
    if kwargs.get("model_name") == "page" and "object_id" in kwargs:
        numbers.append(kwargs["object_id"])
    if match.view_name == "wagtail_bulk_action" and kwargs.get("model_name") == "page":
        numbers += [number.strip() for number in (*request.GET.getlist("id"), *request.GET.getlist("childOf"))]
        if "all" in numbers and not request.GET.get("childOf", "").strip():
            yield from homes()  # Every page of every language.
    if match.view_name in EVERY_LANGUAGE:
        yield from homes()
    yield from Page.objects.filter(pk__in=[number for number in numbers if str(number).isdigit()])
    if "translation_id" in kwargs:
        found = Translation.objects.filter(pk=kwargs["translation_id"]).select_related("source").first()
        if found is not None:
            yield from _page_of(found.source, found.target_locale_id)
    if "translation_source_id" in kwargs:
        source = TranslationSource.objects.filter(pk=kwargs["translation_source_id"]).first()
        if source is not None:
            yield from _page_of(source, source.locale_id)


def homes() -> Iterator[Page]:
    """The front page of each language: whoever may enter them all may see pages of every language."""
    yield from Page.objects.filter(depth=2)


def _page_of(source: TranslationSource, locale_id: int) -> Iterator[Page]:
    yield from Page.objects.filter(translation_key=source.object_id, locale_id=locale_id)


def _may_enter(request: HttpRequest, page: Page) -> bool:
    """Two addresses name a source page without opening it: asking for its translation, and reading it again."""
    match = request.resolver_match
    about_the_source = match is not None and match.url_name in ("ask_for_page", "show_changes")
    if about_the_source and page.locale.language_code == SOURCE:
        return True
    return may_enter(request.user, page)
