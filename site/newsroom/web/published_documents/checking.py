"""Proof that what is kept is what would be made now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from django.conf import settings

from newsroom.web.models import Generation, PublishedDocument
from newsroom.web.published_documents.marks import taken_note
from newsroom.web.published_documents.store import ENCODINGS, compressed

_ADDRESS = re.compile(r"(?P<scheme>https?) (?P<path>[^?]*)\?(?P<query>.*)", re.DOTALL)


class Difference(NamedTuple):
    """A document that is not what would be made now: `what` is different, in one word."""

    address: str
    what: str


def differences(django: Any, release: str) -> Iterator[Difference]:
    """Compare every document that a reader could get now with a fresh answer of Django's (a WSGI application)."""
    current = PublishedDocument.objects.filter(generation__in=Generation.objects.values("value"), release=release)
    for address in list(current.order_by("address").values_list("address", flat=True)):
        fresh = ask(django, address)
        document = current.filter(address=address).first()
        if document is None:
            continue
        what = _what_differs(document, *fresh)
        # Something may have changed meanwhile; then no reader gets it any more.
        if what and current.filter(address=document.address, etag=document.etag).exists():
            yield Difference(document.address, what)


def _what_differs(document: PublishedDocument, status: str, etag: str, body: bytes) -> str:
    if not status.startswith("200 "):
        return "status"
    if etag != document.etag:
        return "etag"
    for encoding, column in ENCODINGS.items():
        if bytes(getattr(document, column)) != compressed(body, encoding):
            return column
    return ""


def ask(django: Any, address: str) -> tuple[str, str, bytes]:
    """Status, entity tag and body of Django's own answer to the address of a document."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return "", "", b""
    started: list[Any] = []
    environ = environ_of(found["scheme"], found["path"], found["query"])
    answer = django(environ, lambda *args: started.extend(args[:2]))
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    taken_note(environ)
    tags = [value for name, value in started[1] if name.lower() == "etag"]
    return started[0], "".join(tags).removeprefix("W/").strip('"'), body


def environ_of(scheme: str, path: str, query: str = "") -> dict[str, Any]:
    """A reader's request as a WSGI server would put it (PEP 3333)."""
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = secure if scheme == "https" else "http"
    return environ
