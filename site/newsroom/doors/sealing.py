"""What a second factor is made from is encrypted at rest: a copy of the database alone gives nobody a code."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derived = (salted_hmac("newsroom.doors.sealing", b"", secret=key, algorithm="sha256").digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def seal(text: str) -> str:
    """Encrypt with the key that SECRET_KEY gives."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt what `seal` gave, also under an earlier key that SECRET_KEY_FALLBACKS names. Raises InvalidToken."""
    return _box().decrypt(sealed.encode()).decode()
