"""Where the stories hang into Wagtail's admin."""

from __future__ import annotations

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from stories.models import PartnerIndexPage
from stories.partner_import import steps, views
from stories.partner_import.panels import PartnerImportsPanel


@hooks.register("register_admin_urls")
def partner_import_urls():
    """The importer's addresses."""
    patterns = [
        path("", views.overview, name="overview"),
        path("new/<int:index_pk>/", views.start, name="start"),
        path("<int:pk>/", views.show, name="show"),
    ]
    return [path("partner-imports/", include((patterns, "partner_import"), namespace="partner_import"))]


@hooks.register("register_page_header_buttons")
def import_button(page, user, view_name, next_url=None):
    """Offer the importer on a partner index, in the explorer and in the editor."""
    if page.specific_class is PartnerIndexPage and steps.may_import(user, page.specific):
        url = reverse("partner_import:start", args=[page.pk])
        yield Button(_("Import partners"), url=url, icon_name="group", priority=5)


class PartnerImportsMenuItem(MenuItem):
    """Shown to those who may import."""

    def is_shown(self, request) -> bool:
        return bool(steps.indexes_for(request.user))


@hooks.register("register_reports_menu_item")
def partner_imports_menu_item():
    """List all imports among the reports."""
    url = reverse("partner_import:overview")
    return PartnerImportsMenuItem(_("Partner imports"), url, icon_name="group", name="partner-imports", order=1200)


@hooks.register("construct_homepage_panels")
def partner_imports_panel(request, panels):
    """Say on the dashboard what waits."""
    panels.append(PartnerImportsPanel(request.user))


@hooks.register("register_log_actions")
def log_actions(actions):
    """Name the origin of a page in its history."""
    actions.register_action(
        "stories.partner_import", _("Create from a partner import"), _("Created from a partner import")
    )
