"""What a password has to be, beside long: not one that leaked somewhere, nor one made of what others are made of.

The lists are the ones that zxcvbn ships (30,000 passwords from leaks, words, names, keyboards): nothing is asked of
anybody, and nobody learns a part of anybody's password.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from newsroom.doors import sessions


class HardToGuess:
    """A password that a program which knows leaks, words and habits needs at least ten thousand million guesses for."""

    enough = 10  # As a power of ten.

    def validate(self, password: str, user: Any = None) -> None:
        names = ("username", "first_name", "last_name", "email")
        known = [getattr(user, name) for name in names if getattr(user, name, "")]
        # Each further letter only makes it harder, and the estimate slower.
        if zxcvbn(password[:64], user_inputs=known)["guesses_log10"] < self.enough:
            raise ValidationError(_("This password is easy to guess: %(help)s") % {"help": self.get_help_text()})

    def get_help_text(self) -> str:
        return _("Take four or more words that have nothing to do with each other, or let a password manager make it.")

    def password_changed(self, password: str, user: Any = None) -> None:
        """Django calls this when a new password was saved: sessions that began with the old one are over (Django sees
        to that), and nobody is shown them any more."""
        if user is not None and user.pk:
            sessions.end(user)
