"""How often somebody may try a door: counted by account and by address, and neither of them is kept.

A try is written down before it is looked at, so that many at once count as many. A try that was right takes itself
back, with the earlier ones at the same account. One that is refused takes itself back too: whoever goes on trying gets
20 guesses an hour, and cannot keep the owner out for longer than an hour after they stop.
"""

from __future__ import annotations

import datetime
import ipaddress
import unicodedata
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from newsroom.doors.models import Attempt

WINDOW = datetime.timedelta(hours=1)
TOO_MANY = _("Too many attempts. Please try again in an hour, or set a new password by e-mail.")


class Door(NamedTuple):
    """How many tries an hour at one account, and from one address."""

    name: str
    of_account: int
    of_address: int


PASSWORD = Door("password", 20, 100)
# Six digits that change twice a minute.
CODE = Door("code", 10, 100)
# Each sends a mail.
RESET = Door("reset", 5, 20)


class Try:
    """One try. `refused` says that there have been too many; `was_right()` takes it back."""

    def __init__(self, door: Door, account: str, request: HttpRequest | None) -> None:
        self.account_key = _key(door, "account", _folded(account))
        limits = {self.account_key: door.of_account}
        if address := address_of(request):
            limits[_key(door, "address", address)] = door.of_address
        forget()
        self._rows = Attempt.objects.bulk_create(Attempt(key=key) for key in limits)
        self.of_account = _count(self.account_key)
        self.refused = any(_count(key) > limit for key, limit in limits.items())
        self.was_last = self.of_account >= door.of_account
        if self.refused:
            self._take_back()

    def was_right(self) -> None:
        """The account's owner is here: what was tried at it before is forgotten, but not what its address did."""
        self._take_back()
        Attempt.objects.filter(key=self.account_key).delete()

    def _take_back(self) -> None:
        Attempt.objects.filter(pk__in=[row.pk for row in self._rows]).delete()


def first_time(what: str, account: str) -> bool:
    """Whether this is the first time in an hour that `what` happens to an account."""
    key = _key(Door(what, 1, 1), "told", _folded(account))
    Attempt.objects.create(key=key)
    return _count(key) == 1


def too_many() -> ValidationError:
    """What somebody is told who tried too often."""
    return ValidationError(TOO_MANY, code="too_many")


def unlock(door: Door, account: str) -> None:
    """Forget what was tried at an account."""
    Attempt.objects.filter(key=_key(door, "account", _folded(account))).delete()


def forget() -> None:
    """Delete what is older than `WINDOW`, in one statement."""
    Attempt.objects.filter(at__lt=timezone.now() - WINDOW).delete()


def address_of(request: HttpRequest | None) -> str:
    """The network that a request comes from (an IPv4 address, or the first half of an IPv6 one), or "" where that
    cannot be known: an address of a private network is that of a proxy in front of us, unless `TRUSTED_PROXIES` says
    how many of those there are, each of which adds one address to the end of X-Forwarded-For."""
    if request is None:
        return ""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        said = chain[-settings.TRUSTED_PROXIES] if len(chain) >= settings.TRUSTED_PROXIES else ""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return ""
    if address.is_private and not settings.TRUSTED_PROXIES:
        return ""
    return str(address if address.version == 4 else ipaddress.ip_network((address, 64), strict=False))


def _count(key: str) -> int:
    return Attempt.objects.filter(key=key, at__gte=timezone.now() - WINDOW).count()


def _folded(account: str) -> str:
    return unicodedata.normalize("NFKC", account).casefold().strip()


def _key(door: Door, kind: str, value: str) -> str:
    return salted_hmac(f"newsroom.doors.{door.name}.{kind}", value, algorithm="sha256").hexdigest()
