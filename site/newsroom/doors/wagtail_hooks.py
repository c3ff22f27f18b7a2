"""Where the doors show in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from newsroom.doors import colleagues

hooks.register("register_log_actions", colleagues.register)


@hooks.register("insert_global_admin_js")
def starting() -> str:
    """Wagtail's pickers, choosers and panels are started by this, since its inline scripts are not run."""
    return format_html('<script src="{}"></script>', static("admin/starting.js"))


@hooks.register("insert_global_admin_css")
def fitting() -> str:
    """What Wagtail's admin lacks on a narrow screen, and for writing that runs the other way than the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/fitting.css"))


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    """On one's own account page, among the further actions."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor"),
        "help_text": _("Your authenticator app, your security keys (passkeys) and your recovery codes."),
    }


@hooks.register("register_account_menu_item")
def sessions_item(request: HttpRequest) -> dict[str, str]:
    """Beside it."""
    return {
        "url": reverse("newsroom_sessions"),
        "label": _("Where you are signed in"),
        "help_text": _("See your sessions, and end those that you do not know or need."),
    }


@hooks.register("register_user_listing_buttons")
def colleague_button(user: Any, request_user: Any) -> Any:
    """In the list of accounts, for Administrators."""
    if colleagues.may_help(request_user, user):
        yield Button(
            _("Second factor and sessions"), reverse("newsroom_colleague", args=[user.pk]), icon_name="key", priority=30
        )
