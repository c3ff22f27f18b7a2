"""The people of the demo: one for each role, in the order in which a page passes through their hands."""

import os
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured

from newsroom.doors.sealing import unseal
from newsroom.review import roles
from newsroom.translation.roles import reviewers, translators


class Person(NamedTuple):
    """Somebody who can sign in to the demo. `task` is what waits for them, or what they may try."""

    name: str
    password: str
    role: str
    task: str = ""


class Part(NamedTuple):
    username: str
    first_name: str
    last_name: str
    group: str
    task: str


CAST = (
    Part("writer", "Wren", "Castellan", roles.WRITERS, "mend the story from Newark that was sent back"),
    Part("editor", "Edda", "Okonjo", roles.EDITORS, "approve the spring gathering, or request changes"),
    Part("translator-es", "Tadeo", "Miraflores", translators("es"), "bring the story from Texas up to date"),
    Part("reviewer-es", "Rosaura", "Villanova", reviewers("es"), "read the toolkit announcement in Spanish"),
    Part("translator-ar", "Tariq", "Sahloul", translators("ar"), "mend the commitment that was sent back"),
    Part("reviewer-ar", "Rima", "Haddadin", reviewers("ar"), "read the toolkit announcement in Arabic"),
    Part("translator-zh", "Tong", "Liwei", translators("zh-hans"), "translate the vision into Chinese"),
    Part("reviewer-zh", "Ruolan", "Qiu", reviewers("zh-hans"), "read the newsroom announcement in Chinese"),
    Part("duty-editor", "Dara", "Lindqvist", roles.DUTY_EDITORS, "take a page down, in every language at once"),
    Part("consent-keeper", "Keiko", "Amadi", roles.CONSENT_KEEPERS, "ask Sparrow again before that consent ends"),
    Part("administrator", "Ama", "Boateng", roles.ADMINISTRATORS, "add a language, or import the waiting partners"),
)


def password() -> str:
    """The one password of the demo's people. Raises ImproperlyConfigured: there is no default that could get out."""
    found = os.environ.get("DEMO_PASSWORD", "")
    if not found:
        raise ImproperlyConfigured("DEMO_PASSWORD is not set: 'make demo' makes one, and keeps it in .demo/.")
    return found


def people() -> list[Person]:
    """Return who can sign in, in the order in which a page passes through their hands."""
    return [Person(part.username, password(), part.group, part.task) for part in CAST]


def make() -> dict[str, Any]:
    """Make the cast, whose groups exist, and give them by username. They have no address yet: see `give_addresses`."""
    made, hashed = {}, make_password(password())
    for part in CAST:
        person = get_user_model().objects.create(
            username=part.username, first_name=part.first_name, last_name=part.last_name, is_staff=True, password=hashed
        )
        person.groups.add(Group.objects.get(name=part.group))
        if part.username in settings.SECOND_FACTOR_FOR.split(","):
            TOTP.activate(person, generate_totp_secret())
            RecoveryCodes.activate(person)
        made[part.username] = person
    return made


def second_factors() -> list[tuple[str, str, list[str]]]:
    """Who signs in with a second factor: the key for an authenticator app, and the recovery codes that are left."""
    found = []
    for app in Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user"):
        codes = Authenticator.objects.get(user=app.user, type=Authenticator.Type.RECOVERY_CODES).wrap()
        found.append((app.user.username, unseal(app.data["secret"]), codes.get_unused_codes()))
    return found


def give_addresses(cast: dict[str, Any]) -> None:
    """From here on the newsroom writes to them. What was finished before needs nobody's attention."""
    for person in cast.values():
        person.email = f"{person.username}@longtable.example.org"
        person.save(update_fields=["email"])
