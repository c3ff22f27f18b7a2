"""A scan by clamd, where there is one: the file as it came, before anything of ours opens it. No answer is a no."""

from __future__ import annotations

import socket
import struct

from django.conf import settings

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile

_CHUNK = 1024 * 1024


def scan(data: bytes) -> None:
    """Raise RefusedFile when clamd finds something in these bytes, or does not say that it found nothing."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(data)
    except (OSError, ValueError) as down:
        raise RefusedFile(refusals.NO_SCANNER) from down
    if answer.endswith(b"FOUND"):
        raise RefusedFile(refusals.VIRUS)
    if answer != b"stream: OK":
        raise RefusedFile(refusals.NO_SCANNER)


def _ask(data: bytes) -> bytes:
    """What clamd says of a stream: https://docs.clamav.net, "clamd", INSTREAM."""
    with _connection() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096 and (more := connection.recv(4096)):
            answer += more
    return answer.rstrip(b"\0")


def _connection() -> socket.socket:
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(settings.CLAMD_SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.CLAMD_SECONDS)
