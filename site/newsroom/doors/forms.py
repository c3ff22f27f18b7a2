"""The forms at the doors, each of which counts its tries."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from newsroom.doors import letters, throttle

LOCKED = _("There were too many wrong passwords for your account. Nobody can sign in to it for an hour.")
LOCKED_ADVICE = _(
    "If that was you, wait an hour or set a new password by e-mail. If not, somebody tries to get in: "
    "use a long password, and tell an administrator."
)
CODES = _("Somebody gave the right password for your account, and then too many wrong codes.")
CODES_ADVICE = _("If that was not you, somebody knows your password: change it now, and tell an administrator.")


class SignInForm(LoginForm):
    """Name and password. After too many wrong ones the right one is refused too, and the owner is told, once."""

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return super().clean()
        attempt = throttle.Try(throttle.PASSWORD, username, self.request)
        if attempt.refused:
            raise throttle.too_many()
        try:
            cleaned = super().clean()
        except ValidationError:
            if attempt.was_last:
                _tell_owner(username, "locked", LOCKED, LOCKED_ADVICE)
            raise
        attempt.was_right()
        return cleaned


class PasswordChangeForm(auth_forms.PasswordChangeForm):
    """Whoever sits at somebody's open session does not get to guess the password either."""

    def clean_old_password(self) -> str:
        attempt = throttle.Try(throttle.PASSWORD, self.user.get_username(), None)
        if attempt.refused:
            raise throttle.too_many()
        try:
            old = super().clean_old_password()
        except ValidationError:
            if attempt.was_last:
                _tell_owner(self.user.get_username(), "locked", LOCKED, LOCKED_ADVICE)
            raise
        attempt.was_right()
        return old


class _CountedCode:
    """Each code is good for one time, and only so many may be tried."""

    user: Any

    def clean_code(self) -> str:
        name = self.user.get_username()
        attempt = throttle.Try(throttle.CODE, name, context.request)
        if attempt.refused:
            raise throttle.too_many()
        try:
            code = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            if attempt.was_last:
                _tell_owner(name, "codes", CODES, CODES_ADVICE)
            raise
        # The library remembers used codes in the memory of one process; there are several. It takes a code with spaces
        # or dashes in it for the same one.
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP  # type: ignore[attr-defined]
        if is_of_app and not throttle.first_time(f"code {normalize_user_code(code)}", name):
            raise get_adapter().validation_error("incorrect_code")
        attempt.was_right()
        return code


class CodeForm(_CountedCode, AuthenticateForm):
    """At the door."""


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    """Inside, before something that matters."""


class AddKeyForm(AddWebAuthnForm):
    """Asks for a name, and suggests none: only its owner knows what tells this key from the next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""
        self.fields["name"].help_text = _(
            "So that you know it again: “My phone”, “The key on my key ring”. You may leave it empty."
        )


def _tell_owner(username: str, what: str, said: Any, advice: Any) -> None:
    owner = get_user_model()._default_manager.filter(username=username, is_active=True).first()
    if owner and throttle.first_time(what, username):
        letters.tell(owner, said, advice=advice)
