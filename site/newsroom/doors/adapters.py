"""How django-allauth behaves here: it signs in and asks for second factors, and nothing else of it is switched on."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.doors import letters, second_factor, throttle
from newsroom.doors.sealing import seal, unseal

# For so long after signing in, nobody is asked again who they are before they change their second factor.
FRESH = 5 * 60

_SAID = {
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": _("A security key (passkey) was added to your account."),
    "mfa/email/webauthn_removed": _("A security key (passkey) was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
}


class AccountAdapter(DefaultAccountAdapter):
    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The library writes this into mails and rate limits. Neither is ours."""
        return ""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home")

    def post_login(self, request: HttpRequest, user: Any, *, redirect_url: str | None, **more: Any) -> HttpResponse:
        return HttpResponseRedirect(redirect_url or self.get_login_redirect_url(request))

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > FRESH

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the password of somebody who is signed in. Raises ValidationError after too many tries."""
        attempt = throttle.Try(throttle.PASSWORD, user.get_username(), context.request)
        if attempt.refused:
            raise throttle.too_many()
        is_right = user.check_password(password)
        if is_right:
            attempt.was_right()
        return is_right

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Without the address and the browser that the library's own mails name."""
        if template_prefix in _SAID:
            letters.tell(user, _SAID[template_prefix])


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This is your only second factor: add another one before you remove it."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_user_identifier(self, user: Any) -> str:
        """The name that an authenticator app shows: never the e-mail address, which says more than it has to."""
        return user.get_username()

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """For a key that was given no name. The library's "Master key" opens no more than any other."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Security key %(number)d") % {"number": number}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return second_factor.factors_of(authenticator.user).exclude(pk=authenticator.pk).exists()
