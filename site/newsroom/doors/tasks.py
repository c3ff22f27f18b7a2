"""The worker's part at the doors."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import override
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView


@task()
def send_reset_mail(email: str, language: str) -> None:
    """Write to the accounts with this address, if there are any, how to set a new password."""
    form: Any = PasswordResetForm({"email": email})
    if not form.is_valid():
        return
    with override(language):
        form.save(
            domain_override=urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc,
            use_https=settings.WAGTAILADMIN_BASE_URL.startswith("https:"),
            subject_template_name=PasswordResetView.subject_template_name,
            email_template_name=PasswordResetView.email_template_name,
        )
