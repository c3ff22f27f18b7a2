"""What is asked, read from a WSGI environ (PEP 3333) as cheaply as it can be."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

_LONGEST = 700  # characters of path and query
# Where nothing is kept: what knows who asks, and files, which have ways of their own.
_ELSEWHERE = tuple(
    prefix for prefix in (settings.ADMIN_PATH, settings.STATIC_URL, settings.MEDIA_URL, "/files/", "/share/") if prefix
)
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def address_of(environ: dict[str, Any]) -> str | None:
    """What a published document is kept under: the scheme, the path, the query. None for what Django has to answer."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("SCRIPT_NAME"):
        return None
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if len(path) + len(query) > _LONGEST or path.startswith(_ELSEWHERE) or "\0" in path or "\0" in query:
        return None
    if not _is_ours(environ.get("HTTP_HOST") or environ["SERVER_NAME"]) or is_closed():
        return None
    try:
        path = path.encode("latin-1").decode()
        query.encode("ascii")
    except UnicodeError:
        return None
    return f"{scheme_of(environ)} {path}?{query}"


def scheme_of(environ: dict[str, Any]) -> str:
    """As `HttpRequest.scheme` has it: some headers are for one of them only."""
    name, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    said = environ.get(name)
    if said is not None:
        return "https" if said.split(",", 1)[0].strip() == secure else "http"
    return str(environ.get("wsgi.url_scheme", "http"))


@lru_cache(maxsize=256)
def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def is_closed() -> bool:
    """Whether the site is closed for maintenance: asked of the file at each request, as `maintenance.py` does."""
    return settings.MAINTENANCE or os.path.exists(settings.MAINTENANCE_FILE)


def encoding_of(environ: dict[str, Any]) -> str:
    """The smallest encoding that the client takes (RFC 9110, 12.5.3): "br", "gzip" or "" for none."""
    return _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=512)
def _encoding(accepted: str) -> str:
    taken = set()
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", parameters):
            taken.add(name.strip())
    return next((name for name in ("br", "gzip") if name in taken), "")


def tags_of(environ: dict[str, Any]) -> list[str]:
    """The entity tags that the client has, as they are kept: compared weakly, and the same in every encoding."""
    header = environ.get("HTTP_IF_NONE_MATCH")
    return [re.sub(r"-(?:br|gzip)$", "", tag) for tag in _TAG.findall(header)] if header else []


def takes_any(environ: dict[str, Any]) -> bool:
    """`If-None-Match: *`: whatever there is, the client has it."""
    return environ.get("HTTP_IF_NONE_MATCH", "").strip() == "*"
