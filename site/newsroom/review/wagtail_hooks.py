"""Where the review room shows in Wagtail's admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail import hooks

from newsroom.review import history, panels
from newsroom.review.emergency import EmergencyMenuItem, EmergencyView

hooks.register("register_log_actions", history.register)
hooks.register("construct_homepage_panels", panels.extend)
hooks.register("register_page_action_menu_item", EmergencyMenuItem)


@hooks.register("register_admin_urls")
def addresses():
    """The views that are not Wagtail's."""
    return [
        path(
            "pages/<int:page_id>/publish-without-approval/",
            EmergencyView.as_view(),
            name="newsroom_publish_in_emergency",
        )
    ]


@hooks.register("register_permissions")
def permissions():
    """What an Administrator may give to a group in its form."""
    return Permission.objects.filter(
        content_type__app_label="review", codename__in=["publish_in_emergency", "arrange_public_pages"]
    )
