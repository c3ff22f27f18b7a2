"""Names and contacts, sealed before they reach the database: a stolen copy of it holds nobody's name.

Fernet (AES-128-CBC with an HMAC; `cryptography`) with the keys of CONSENT_KEYS. The first one seals, each of them
opens, so a key is changed by putting a new one first, running `manage.py seal_consents_anew`, and then dropping the old
one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(Exception):
    """No key of this installation opens it."""


def seal(plain: bytes) -> str:
    """Sealed bytes as text; nothing stays nothing."""
    return _keys().encrypt(plain).decode() if plain else ""


def open_sealed(sealed: str) -> bytes:
    """What was sealed. Raises CannotOpen."""
    if not sealed:
        return b""
    try:
        return _keys().decrypt(sealed.encode())
    except InvalidToken:
        raise CannotOpen from None


def seal_anew(sealed: str) -> str:
    """The same, sealed with the first key. Raises CannotOpen."""
    try:
        return _keys().rotate(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise CannotOpen from None


def _keys() -> MultiFernet:
    return _of(tuple(settings.CONSENT_KEYS))


@lru_cache(maxsize=4)
def _of(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
