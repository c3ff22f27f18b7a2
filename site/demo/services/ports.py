"""Ports on the loopback address."""

import random
import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def find_free() -> int:
    """Return a free port below 32768, where Linux takes none for outgoing connections.

    Raises RuntimeError when a hundred tries find nothing.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        if is_free(port):
            return port
    raise RuntimeError("No free port between 20000 and 32000 on 127.0.0.1.")
