"""`/share/12.png`: the poster of a public page, for as long as it is public."""

from __future__ import annotations

import hashlib
import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.visible import is_taken_down
from newsroom.consent.removal.erasing import was_erased
from newsroom.web import errors
from newsroom.web.discovery.addresses import shareable_pages, site_name
from newsroom.web.sharing import words
from newsroom.web.sharing.poster import FORMAT, Poster, draw

# What PostgreSQL's bigint holds, as the ids of pages do.
MAX_ID = 2**63 - 1


@csrf_exempt
@require_safe
def poster_view(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The poster of a page that readers see: 410 for what was taken down, 404 for everything else that is not public
    and for what is not for social media.

    It is drawn anew for each who asks (some 0.1 s; a 304 draws nothing): a take-down has no store to purge."""
    found = cards(shareable_pages().filter(pk=page_id)) if page_id <= MAX_ID else []
    if not found:
        key = Page.objects.filter(pk=page_id).values_list("translation_key", flat=True).first()
        if is_taken_down(key) if key else page_id <= MAX_ID and was_erased(page_id):
            return errors.gone(request)
        raise Http404
    poster = words.of_card(found[0], site_name(found[0].lang))
    response = condition(etag_func=lambda *_: _etag(poster))(_send)(request, poster)
    response["Cache-Control"] = "no-cache"
    # Others show it: that is what it is for.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _etag(poster: Poster) -> str:
    return quote_etag(hashlib.sha256(json.dumps([FORMAT, *poster]).encode()).hexdigest()[:32])


def _send(request: HttpRequest, poster: Poster) -> HttpResponse:
    response = HttpResponse(content_type="image/png")
    if request.method != "HEAD":  # How long it is, only drawing it would tell (RFC 9110, 9.3.2).
        response.content = draw(poster)
    return response


urlpatterns = [path("<int:page_id>.png", poster_view, name="poster")]
