"""A receiver of webhooks: a real server on this machine, which checks each signature with the library and remembers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Receiver:
    """`got` holds (id, message) for each post, again and again; `known` each message once. `answers` are the statuses
    of the next posts, then 204."""

    def __init__(self, secret: str = "") -> None:
        self.secret, self.answers, self.got, self.known, self.headers = secret, [], [], {}, []
        self.url = ""

    def take(self, headers: dict[str, str], body: bytes) -> int:
        try:
            message = Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            return 401
        self.headers.append(headers)
        self.got.append((headers["webhook-id"], message))
        status = self.answers.pop(0) if self.answers else 204
        if 200 <= status < 300:
            self.known.setdefault(headers["webhook-id"], message)
        return status

    @property
    def kinds(self) -> list[str]:
        return [message["type"] for message in self.known.values()]

    def about(self, page: Any) -> list[str]:
        return [message["type"] for message in self.known.values() if message["data"]["id"] == page.pk]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that runs as long as the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", receiver.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    yield receiver
    server.shutdown()
    server.server_close()
