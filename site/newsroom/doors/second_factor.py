"""Who needs a second factor, and who has shown it. The rule is about people and sessions; `gate.py` enforces it."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

EVERYBODY = "everybody"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required_of(person: Any) -> bool:
    """Everybody who may enter the admin: whoever writes drafts also reads what must not come out.

    A demo and the tests name the only people of whom they ask it (`SECOND_FACTOR_FOR`); production cannot."""
    if not person.is_authenticated:
        return False
    if settings.SECOND_FACTOR_FOR == EVERYBODY:
        return person.has_perm("wagtailadmin.access_admin")
    return person.get_username() in settings.SECOND_FACTOR_FOR.split(",")


def factors_of(person: Any) -> Any:
    """What a person can show beside the password. Recovery codes are the way back from their loss, and none."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS)


def has_passed(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session, by the person whose session it is."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def note_passed(request: HttpRequest) -> None:
    """Setting a factor up shows it."""
    record_authentication(request, request.user, "mfa")
