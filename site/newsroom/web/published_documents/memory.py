"""What a process has read of the store, kept in its own memory: given again only while the database is the same.

An answer is given from memory under a lease (`lease.py`), and only if the database is, to the transaction, the one in
which the store's own statement found it to be public. After any change at all, a draft of somebody's included, that
statement is asked again. So nothing is believed of a change that no trigger saw, and nothing has to be purged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, NamedTuple

from newsroom.web.published_documents.store import Found, Lease, Moment, Store, connected

# Of each process. What came first makes room.
MOST_BYTES = 64 * 1024 * 1024
_BESIDE_THE_BODY = 2_000  # bytes of an entry: names, headers, the address


class _Entry(NamedTuple):
    found: Found
    good_until: float  # of `monotonic`


class Memory:
    """Finds what the store finds, most times without asking it. Errors are psycopg's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lease = Lease(None, 0.0)
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._bytes = 0
        connected.connect(self._forget_everything, sender=store)

    def find(self, address: str, known: Sequence[str], encoding: str) -> Found | Moment | None:
        """As `Store.find`, but that a body may come with a tag that the client has."""
        entry = self._entries.get((address, encoding))
        if entry is None:
            return self._ask(address, known, encoding, None)
        lease = self._lease
        now = monotonic()
        if now >= lease.until:
            lease = self._lease = self._store.lease()
            # Whoever had to connect for that has forgotten it.
            entry = self._entries.get((address, encoding))
            if entry is None:
                return self._ask(address, known, encoding, None)
        found = entry.found
        if found.state == lease.state and now < entry.good_until and (found.body is not None or found.etag in known):
            return found
        return self._ask(address, known, encoding, found)

    def _ask(self, address: str, known: Sequence[str], encoding: str, before: Found | None) -> Found | Moment | None:
        """Ask the store, and remember what it gives; the bytes that are here already it need not send."""
        has_bytes = before is not None and before.body is not None
        began = monotonic()
        found = self._store.find(address, [*known, before.etag] if has_bytes and before else known, encoding)
        if not isinstance(found, Found):
            self._forget((address, encoding))
            return found
        if has_bytes and before and found.etag == before.etag:
            found = replace(found, body=before.body)
        self._remember((address, encoding), _Entry(found, began + found.seconds))
        return found

    def _remember(self, key: tuple[str, str], entry: _Entry) -> None:
        self._forget(key)
        self._entries[key] = entry
        self._bytes += _size(entry)
        while self._bytes > MOST_BYTES:
            oldest = next(iter(self._entries), None)
            if oldest is None:
                break
            self._forget(oldest)

    def _forget_everything(self, **kwargs: Any) -> None:
        self._lease = Lease(None, 0.0)
        for key in list(self._entries):
            self._forget(key)

    def _forget(self, key: tuple[str, str]) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= _size(entry)


def _size(entry: _Entry) -> int:
    return len(entry.found.body or b"") + _BESIDE_THE_BODY
