"""One message to one address: signed as Standard Webhooks wants it, within limits, to an address that was checked."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from newsroom.web.webhooks import targets

# Seconds for all of it, from the first packet to the last: a receiver that dribbles must not hold the worker.
PATIENCE = 15.0
# Nothing that a receiver says matters but its status.
MOST_READ = 16 * 1024


@dataclass(frozen=True)
class Outcome:
    """What came of it. `status` is the receiver's, None where it did not answer; `words` are for the log."""

    status: int | None
    words: str
    milliseconds: int

    @property
    def is_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Standard Webhooks: a receiver that answers 410 wants no more."""
        return self.status == 410


def send(url: str, secrets: Sequence[str], uid: str, message: dict[str, Any]) -> Outcome:
    """Post a message, once. Never raises for what a receiver or the way to it does."""
    began = time.monotonic()
    body = json.dumps(message, separators=(",", ":"), ensure_ascii=True)
    try:
        status, words = _post(url, body, headers_for(secrets, uid, body))
    except targets.TargetRefused as refusal:
        status, words = None, f"refused: {refusal}"
    except (OSError, ssl.CertificateError, http.client.HTTPException, ValueError) as problem:
        status, words = None, f"no answer: {type(problem).__name__}"
    return Outcome(status, words[:200], int((time.monotonic() - began) * 1000))


def headers_for(secrets: Sequence[str], uid: str, body: str) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature for each secret that is valid now."""
    now = timezone.now()
    return {
        "Content-Type": "application/json",
        "User-Agent": "north-star-webhooks/1",
        "webhook-id": uid,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(uid, now, body) for secret in secrets),
    }


def _post(url: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    target = targets.read(url)
    connection = _Connection(target, targets.resolve(target))
    alarm = threading.Timer(PATIENCE, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("POST", target.path, body.encode(), headers)
        answer = connection.getresponse()
        if connection.is_cut:
            raise TimeoutError
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer.read(MOST_READ)
    finally:
        alarm.cancel()
        connection.close()
    if 300 <= answer.status < 400:
        return answer.status, f"{answer.status}: a redirect, which is not followed"
    return answer.status, str(answer.status)


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked, whatever the name leads to by now. The certificate is asked for by
    the name."""

    def __init__(self, target: targets.Target, addresses: Sequence[str]) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self._target, self._addresses, self.is_cut = target, addresses, False
        if target.is_secure:
            self.default_port = http.client.HTTPS_PORT  # type: ignore[misc]

    def connect(self) -> None:
        end = time.monotonic() + PATIENCE
        for address in self._addresses:
            try:
                sock = socket.create_connection((address, self._target.port), max(0.1, end - time.monotonic()))
                break
            except OSError as problem:
                failure = problem
        else:
            raise failure
        self.sock = sock
        if self._target.is_secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(sock, server_hostname=self._target.host, do_handshake_on_connect=False)
            self.sock = secure
            secure.do_handshake()
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it from another thread. The plain method of sockets: TLS would say goodbye first."""
        self.is_cut = True
        if self.sock is not None:
            try:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
            except OSError:
                return
