"""What every answer of the API has in common: how one may ask, and what a browser and a cache may do with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.csrf import csrf_exempt

from newsroom.web.api.problems import Refusal, respond
from newsroom.web.api.retiring import warn
from newsroom.web.published_documents.marks import is_marked, may_be_kept

View = Callable[..., HttpResponseBase]
METHODS = "GET, HEAD, OPTIONS"
_SEARCHES = {"search", "q"}
# What a script on another site may read, besides the few headers that it always may.
EXPOSED = "ETag, Content-Language, Content-Disposition, Link, Deprecation, Sunset"


def public_read(view: View) -> View:
    """A view that only reads, that anybody may ask from anywhere, and whose answer is asked for again each time.

    Adds HEAD, OPTIONS and 405, `ETag` and 304, CORS. What is public can end at any moment, so nothing is kept
    without asking (`no-cache`); asking again costs no body when nothing changed."""

    @csrf_exempt  # Nothing changes here, so a wrong method is told so before any token is missed.
    @wraps(view)
    def read(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _shared(_options())
        try:
            response = _validated(request, _answer(view, request, args, kwargs))
        except Refusal as refusal:
            response = respond(refusal)
            if response.status_code == 405:
                response["Allow"] = METHODS
        warn(request, response)
        return _shared(_without_body(response) if request.method == "HEAD" else response)

    return read


def _answer(view: View, request: HttpRequest, args: tuple, kwargs: dict) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, f"This address answers {METHODS} only: the API only reads.")
    asked, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = asked


def _validated(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 in place of bytes that the client says it has (RFC 9110, 13.1.2: compared weakly)."""
    if response.status_code != 200 or not isinstance(response, HttpResponse) or _is_private(response):
        return response
    # What somebody looks for is asked anew: there is no end of it, and the index of words follows in its own time.
    if not is_marked(request) and not _SEARCHES.intersection(request.GET):
        may_be_kept(request)
    response["ETag"] = etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" not in known and etag not in {tag.removeprefix("W/") for tag in known}:
        return response
    unchanged = HttpResponse(status=304)
    del unchanged["Content-Type"]
    for name in ("ETag", "Content-Language", "Link"):
        if name in response:
            unchanged[name] = response[name]
    return unchanged


def _is_private(response: HttpResponseBase) -> bool:
    """Whether nobody may keep this answer, so that there is nothing to ask again for."""
    return "no-store" in response.get("Cache-Control", "")


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, HttpResponse) and response.content:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _options() -> HttpResponse:
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _shared(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    # Other sites may embed this; without it their own isolation (COEP) would refuse it.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, no_cache=True)
    return response
