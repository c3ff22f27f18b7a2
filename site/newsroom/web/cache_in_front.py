"""A cache in front of the site that keeps answers although each says that it must be asked for again: purged of
addresses (`FRONTEND_CACHE`), and asked for them as a reader asks."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.tasks import purge_urls_from_cache_task
from wagtail.contrib.frontend_cache.utils import get_backends

logger = logging.getLogger("newsroom.take_down")

# Seconds for each address.
_PATIENCE = 10
# How Squid and nginx say that they do not keep what should be purged; a newer module of nginx's says the second.
_NOT_KEPT = (404, 412)
# As programs and as browsers ask: a cache may keep a copy for each.
_ENCODINGS = ("identity", "gzip, deflate, br, zstd")


class _Refusals(logging.Filter):
    """Wagtail's purging tells nobody but the log that it failed, with the whole address, which names somebody perhaps:
    it is counted here and goes on to no log. Others log meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.thread = 0, threading.get_ident()
        self.reasons: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.thread != self.thread or not str(record.msg).startswith("Couldn't purge"):
            return True
        said = record.args if isinstance(record.args, tuple) else ()
        # An address, a status and its name; or an address and an error. Of Cloudflare's each is a refusal.
        is_http = "from HTTP cache" in str(record.msg)
        if not (is_http and len(said) > 2 and said[1] in _NOT_KEPT):
            self.count += 1
            self.reasons.add(" ".join(map(str, said[1:])) if is_http else "see the zone and its token")
        return False


def purge(urls: Iterable[str]) -> int:
    """Have the cache forget these absolute addresses, in ASCII: the number of those that it refused. Where it refuses
    the first, no other is tried."""
    # Which of them depends on how it failed.
    logs, refusals = (logging.getLogger("wagtail.frontendcache"), logging.getLogger()), _Refusals()
    waiting = list(urls)
    for log in logs:
        log.addFilter(refusals)
    waits = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)  # Wagtail's backends would wait for ever.
    try:
        # A cache that is away would be waited for at each of them.
        for some in (waiting[:1], waiting[1:]):
            if not refusals.count:
                purge_urls_from_cache_task.call(some)
    finally:
        socket.setdefaulttimeout(waits)
        for log in logs:
            log.removeFilter(refusals)
    if refusals.count:
        why = "; ".join(sorted(refusals.reasons))
        logger.error("The cache in front of the site refused %d purges (%s).", refusals.count, why)
    return refusals.count


def statuses(url: str) -> Iterator[int]:
    """What readers get for an absolute address through each cache whose own address is known, in each way in which they
    ask; 0 for no answer. Nothing of Cloudflare, which stands elsewhere: that is taken at its word."""
    host = urlsplit(url).netloc
    for cache in get_backends().values():
        if isinstance(cache, HTTPBackend) and cache.invalidates_hostname(host):
            for encoding in _ENCODINGS:
                yield _status(cache, url, encoding)


def _status(cache: HTTPBackend, url: str, encoding: str) -> int:
    parts = urlsplit(url)
    kind = HTTPSConnection if cache.cache_scheme == "https" else HTTPConnection
    connection = kind(cache.cache_netloc, timeout=_PATIENCE)
    headers = {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme, "Accept-Encoding": encoding}
    try:
        connection.request("GET", parts._replace(scheme="", netloc="").geturl(), headers=headers)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()
