"""A thin WSGI application in front of Django, in the same process.

What readers ask for most is answered here with one query and no framework. Whatever is not kept, or is no longer what
readers may see, Django answers, and its answer is kept on the way out if its view says that it may be. So nothing has
to be purged, and without this application the site answers the same, slower.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from newsroom.web.published_documents import requests, searches
from newsroom.web.published_documents.marks import offer, taken_note
from newsroom.web.published_documents.memory import Memory
from newsroom.web.published_documents.release import release_of
from newsroom.web.published_documents.store import LARGEST, Document, Found, Header, Moment, Store, compressed

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

SITE = Path(__file__).resolve().parents[3]
logger = logging.getLogger(__name__)
# What is said anew with each answer.
_OF_THE_MOMENT = {"etag", "content-length", "content-encoding", "date", "connection", "server"}


class PublishedDocuments:
    """Answers from the store where it can, and has `django` answer where it cannot."""

    def __init__(self, django: Wsgi, store: Store | None = None) -> None:
        self._django = django
        self.store = store or Store(release_of(SITE))
        self.find = Memory(self.store).find
        self._searches = searches.Searches(self.store)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        address = requests.address_of(environ)
        if address is None:
            return self._django(environ, start_response)
        if searches.is_one(environ):
            return self._search(address, environ, start_response)
        try:
            known, encoding = requests.tags_of(environ), requests.encoding_of(environ)
            found = self.find(address, known, encoding)
        except psycopg.Error as error:
            # Django says what is to be said about that: it asks the same database.
            logger.warning("published documents cannot be read: %s", type(error).__name__)
            return self._django(environ, start_response)
        if isinstance(found, Found):
            return _send(found, found.etag in known, environ, start_response)
        return self._answer(address, found, environ, start_response)

    def _search(self, address: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The answer to a question that nobody may have asked before: made here, where it is a plain one."""
        try:
            answer = self._searches.answer(environ)
        except psycopg.Error as error:
            logger.warning("a search cannot be answered without Django: %s", type(error).__name__)
            answer = None
        if answer is None:
            return self._answer(address, None, environ, start_response)
        encoding = requests.encoding_of(environ)
        found = Found(answer.etag, answer.headers, compressed(answer.body, encoding), encoding)
        return _send(found, answer.etag in requests.tags_of(environ), environ, start_response)

    def _answer(
        self, address: str, moment: Moment | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Django's answer, kept if it may be. It is asked for whole: with a 304 there would be nothing to keep."""
        asked_with = environ.pop("HTTP_IF_NONE_MATCH", None)
        taken = _Taken()
        offer(environ, lambda made_of: self._made_before(address, made_of))
        answer = self._django(environ, taken)
        if asked_with is not None:
            environ["HTTP_IF_NONE_MATCH"] = asked_with
        note = taken_note(environ)
        etag = taken.header("etag").removeprefix("W/").strip('"')
        if not taken.status.startswith("200 "):
            start_response(taken.status, taken.headers, *taken.rest)
            return answer
        headers = [(name, value) for name, value in taken.headers if name.lower() not in _OF_THE_MOMENT]
        may_be_kept = bool(note.may_be_kept and etag) and _says_the_same_to_all(headers)
        if searches.is_one(environ) and _says_the_same_to_all(headers):
            self._searches.learn(environ, headers)
        is_known = bool(etag) and (requests.takes_any(environ) or etag in requests.tags_of(environ))
        if environ["REQUEST_METHOD"] == "GET" and (may_be_kept or (taken.is_text and not _knows_who_asks(headers))):
            body, encoding = _whole(answer), requests.encoding_of(environ)
            sent = None if is_known else compressed(body, encoding)
            sending = _send(Found(etag, headers, sent, encoding), is_known, environ, start_response)
            if not may_be_kept or moment is None or len(body) > LARGEST:
                return sending
            made = {} if sent is None else {encoding: sent}
            document = Document(address, note.page, headers, etag, body, made, note.made_of)
            return _ThenKept(sending, lambda: self._keep(document, moment))
        if is_known:
            _whole(answer)
            return _send(Found(etag, headers, None, ""), True, environ, start_response)
        start_response(taken.status, taken.headers, *taken.rest)
        return answer

    def _made_before(self, address: str, made_of: str) -> bytes | None:
        try:
            return self.store.made_before(address, made_of)
        except psycopg.Error as error:
            logger.warning("what was made before cannot be read: %s", type(error).__name__)
            return None

    def _keep(self, document: Document, moment: Moment) -> None:
        try:
            self.store.keep(document, moment)
        except psycopg.Error as error:
            # Whoever asks next has it made again.
            logger.warning("a published document cannot be kept: %s", type(error).__name__)


class _ThenKept:
    """A body; once it is sent (PEP 3333: the server closes it), it is kept. Its first reader need not wait for that.
    It is no list: Granian sends one as it is, and closes nothing."""

    def __init__(self, body: Iterable[bytes], keep: Callable[[], None]) -> None:
        self._body, self.close = body, keep

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)


class _Taken:
    """What Django would have started to answer."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[Header] = []
        self.rest: tuple[Any, ...] = ()

    def __call__(self, status: str, headers: list[Header], *rest: Any) -> None:
        self.status, self.headers, self.rest = status, headers, rest

    @property
    def is_text(self) -> bool:
        """Whether it is one that is sent in one piece, and gets smaller."""
        kind = self.header("content-type").partition(";")[0]
        return bool(self.header("content-length")) and kind in ("text/html", "application/json")

    def header(self, wanted: str) -> str:
        return next((value for name, value in self.headers if name.lower() == wanted), "")


def _knows_who_asks(headers: Sequence[Header]) -> bool:
    """Whether it gives somebody a cookie, or is another one for others. (Made smaller, it could tell what is in it.)"""
    return bool({"set-cookie", "vary"} & {name.lower() for name, _ in headers})


def _says_the_same_to_all(headers: Sequence[Header]) -> bool:
    """Whether a view was right to say so: an answer that knows who asks, or that nobody is to store (a preview), is
    nobody else's."""
    stored = next((value for name, value in headers if name.lower() == "cache-control"), "")
    return not _knows_who_asks(headers) and "no-store" not in stored


def _whole(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _send(found: Found, is_known: bool, environ: Environ, start_response: StartResponse) -> Sequence[bytes]:
    """A 200, or a 304 to who has it (RFC 9110, 13.1.2)."""
    if is_known or found.body is None or (found.etag and requests.takes_any(environ)):
        start_response("304 Not Modified", found.brief)
        return [b""]
    start_response("200 OK", found.whole)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]
