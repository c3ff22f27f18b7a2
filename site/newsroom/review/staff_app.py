"""Stands in INSTALLED_APPS in the place of `wagtail.users`, as Wagtail documents it."""

from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(WagtailUsersAppConfig):
    """Wagtail's accounts and groups, with our views."""

    user_viewset = "newsroom.review.staff.StaffViewSet"
    group_viewset = "newsroom.review.staff.RoleViewSet"
