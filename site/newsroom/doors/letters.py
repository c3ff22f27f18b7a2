"""Mails to somebody about their own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile


def tell(person: Any, said: Any, *, advice: Any = None) -> None:
    """Write to a person, in their language, what happened to their account, and what to do if it was not them."""
    if not person.email:
        return
    profile = UserProfile.get_for_user(person)
    with override(profile.get_preferred_language()):
        account = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account")
        advice = advice or _("If that was not you, change your password now, and tell an administrator.")
        subject = _("Your account at %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
        send_mail(subject, f"{said}\n\n{advice}\n{account}\n", None, [person.email])
