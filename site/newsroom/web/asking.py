"""The site asked from within, as a reader would: through every middleware and view, without the network.

A receipt says what readers get. Only the application itself knows that."""

from __future__ import annotations

import functools
import io
import logging
from contextvars import ContextVar
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.utils import translation

_asking: ContextVar[bool] = ContextVar("asking", default=False)
# Django logs each 410 with its address, which names what is gone. This one nobody from outside asked for.
logging.getLogger("django.request").addFilter(lambda record: not _asking.get())


class Answer(NamedTuple):
    status: int
    body: str  # Empty for what is streamed.


def ask(address: str) -> Answer:
    """What a reader gets who asks for an address of the site now, "/es/…?…"."""
    parts, own = urlsplit(address), urlsplit(settings.WAGTAILADMIN_BASE_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(parts.path, "latin-1") if parts.path.isascii() else parts.path.encode().decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": own.hostname or "localhost",
        "SERVER_PORT": str(own.port or (443 if own.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": own.netloc,
        "HTTP_X_FORWARDED_PROTO": own.scheme,
        "wsgi.url_scheme": own.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    language, token = translation.get_language(), _asking.set(True)
    try:
        # Not by the WSGI application's own call: its signals would close the database's connection under the caller.
        response: Any = _handler().get_response(WSGIRequest(environ))
    finally:
        _asking.reset(token)
        translation.activate(language) if language else translation.deactivate_all()
    body = response.content.decode(errors="replace") if isinstance(response, HttpResponse) else ""
    return Answer(response.status_code, body)


@functools.cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
