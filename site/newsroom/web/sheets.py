"""A page's talking points on one sheet: HTML to print (`/es/stories/…/talking-points/`), and a tagged PDF.

Both say what the page says, for as long as it does: they are made from the same document.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.http import quote_etag
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from newsroom.authoring import navigation, paper
from newsroom.authoring.blocks.talking_points import SHEET_NAME, talking_points
from newsroom.authoring.documents import approved_page, build_from
from newsroom.authoring.rendering import render_sheet
from newsroom.authoring.schemas import PageDocument
from newsroom.web import errors
from newsroom.web.files import harmless
from newsroom.web.views import PublicView, page_view

# Part of every ETag: another number when the same words make another PDF.
FORMAT = 1
RETRY_AFTER = 5  # seconds


class SheetView(PublicView):
    """The talking points of the visible page at a path. A page that stands at the sheet's own address goes first."""

    def get(self, request: HttpRequest, path: str) -> HttpResponseBase:
        lang, own_path = _lang(), path + SHEET_NAME
        row = None if navigation.visible_at(lang, own_path) else navigation.visible_at(lang, path)
        document = _with_points(row)
        if row is not None and document is not None:
            return render_sheet(request, document, row.path)
        if _only_gone(lang, path, own_path):
            return errors.gone(request)
        return page_view(request, own_path)


@csrf_exempt
@require_safe
def sheet_pdf(request: HttpRequest, path: str) -> HttpResponseBase:
    """The same as a PDF, on A4 or, with `?paper=letter`, on US Letter. 410 where the page was taken down, 404 where
    nothing is public or nothing is to be said, 501 where this machine cannot draw it, 503 while others wait for it."""
    lang = _lang()
    row = navigation.visible_at(lang, path)
    if row is None and navigation.was_taken_down(lang, path):
        return errors.gone(request)
    document = _with_points(row)
    if row is None or document is None:
        raise Http404
    if not paper.can_print(lang):
        return _cannot_print(document, 501)
    size = "letter" if request.GET.get("paper") == "letter" else "a4"
    html = render_to_string("sheets/talking_points_pdf.html", {"page": document, "blocks": _points_of(document)})
    etag = quote_etag(hashlib.sha256(f"{FORMAT} {size} {html}".encode()).hexdigest()[:32])
    try:
        response = condition(etag_func=lambda *_: etag)(_send)(request, html, size)
    except paper.Busy:
        response = _cannot_print(document, 503)
        response["Retry-After"] = str(RETRY_AFTER)
    if response.status_code == 200:
        harmless(response, f"{row.slug}-talking-points-{lang}.pdf", saved=False)
    response["Cache-Control"] = "no-cache"
    return response


def _send(request: HttpRequest, html: str, size: str) -> HttpResponse:
    # How long it is, only drawing it would tell: HEAD may leave that out (RFC 9110, 9.3.2).
    content = b"" if request.method == "HEAD" else paper.pdf(html, size)
    return HttpResponse(content, content_type="application/pdf")


def _cannot_print(document: PageDocument, status: int) -> HttpResponse:
    sentence = gettext("This site cannot make a PDF here. Print the sheet instead:")
    response = HttpResponse(f"{sentence} {document.url}{SHEET_NAME}\n", status=status, content_type="text/plain")
    response["Cache-Control"] = "no-cache"
    return response


def _with_points(row: Any) -> PageDocument | None:
    """A visible row's document, if its approved revision has talking points that may be taken away."""
    if row is None:
        return None
    (document,) = build_from([approved_page(row)])
    return document if any(points.sheet_url for points in _points_of(document)) else None


def _points_of(document: PageDocument) -> list[Any]:
    return talking_points(getattr(document, "body", []))


def _only_gone(lang: str, path: str, own_path: str) -> bool:
    """Whether the page is taken down, and no page of its own ever stood at the sheet's address."""
    return navigation.was_taken_down(lang, path) and not navigation.stands_at(lang, own_path)


def _lang() -> str:
    return get_language() or settings.LANGUAGE_CODE


sheet_view = SheetView.as_view()
