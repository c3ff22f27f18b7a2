"""Readers' requests by the way they take in production: the thin application first, then Django.

Every answer that is kept is asked for twice, and must be the same from Django and from the store. Within a test's
transaction the triggers that end a generation do not wait for its end, and readers use the test's own connection.
"""

from __future__ import annotations

from math import inf
from typing import Any

import psycopg
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from newsroom.web.published_documents.application import PublishedDocuments
from newsroom.web.published_documents.store import Lease, Store

_AT_ONCE = (
    "SET CONSTRAINTS newsroom_generation_insert, newsroom_generation_update, newsroom_generation_delete IMMEDIATE; "
    "SET LOCAL newsroom.changed_in = ''"
)


class StoreOfTheTest(Store):
    """Sees what the test has not committed."""

    def connection(self) -> psycopg.Connection[Any]:
        connection.ensure_connection()
        if connection.in_atomic_block:
            connection.connection.execute(_AT_ONCE)
        return connection.connection

    def lease(self) -> Lease:
        """None: what is not committed waits for nobody. (`test_leases.py` has readers of their own.)"""
        return Lease(None, inf)


class Way(Client):
    """A client of the published documents. `cold` counts what Django answered."""

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.application = PublishedDocuments(self._django, StoreOfTheTest("tests"))
        self.django, self.cold = self._wsgi(), 0
        self.handler = self.ask  # type: ignore[assignment]

    def _django(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.cold += 1
        return self.django(environ, start_response)

    def django_only(self, address: str, **kwargs: Any) -> HttpResponse:
        """What Django would answer, without the way in front of it."""
        return Client().get(address, **kwargs)

    @staticmethod
    def _wsgi() -> Any:
        """Django as a WSGI application that leaves the test's connection open."""
        handler = ClientHandler()

        def application(environ: dict[str, Any], start_response: Any) -> Any:
            response = handler(environ)
            start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
            return response.streaming_content if response.streaming else [response.content]

        return application

    def ask(self, environ: dict[str, Any]) -> HttpResponse:
        """The answer to a WSGI environ, as Django's test client wants it."""
        started: list[Any] = []
        body = self.application(environ, lambda *args: started.extend(args[:2]))
        try:
            response = HttpResponse(b"".join(body), status=int(started[0].split(" ")[0]))
        finally:
            if hasattr(body, "close"):
                body.close()
        for name in list(response.headers):
            del response.headers[name]
        response.wsgi_request = WSGIRequest(environ)  # type: ignore[attr-defined]
        for name, value in started[1]:
            response[name] = value
        return response
