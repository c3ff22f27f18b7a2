"""Where the consent room shows in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem

from newsroom.consent import consent_report, desk, history, panels, report
from newsroom.consent.models import TakeDown
from newsroom.consent.removal.views import EraseView, ReceiptView
from newsroom.consent.take_down import may_take_down
from newsroom.consent.views import FindView, LiftView, TakeDownView, take_down_url

hooks.register("register_log_actions", history.register)
hooks.register("construct_homepage_panels", panels.extend)
hooks.register("register_reports_menu_item", report.menu_item)
hooks.register("register_reports_menu_item", consent_report.menu_item)


@hooks.register("register_admin_urls")
def addresses():
    """The views that are not Wagtail's."""
    results = report.TakenDownReport.as_view(results_only=True)
    return [
        path("pages/<int:page_id>/take-down/", TakeDownView.as_view(), name="newsroom_take_down"),
        path("reports/taken-down/", report.TakenDownReport.as_view(), name="newsroom_taken_down"),
        path("reports/taken-down/new/", FindView.as_view(), name="newsroom_find_to_take_down"),
        path("reports/taken-down/results/", results, name="newsroom_taken_down_results"),
        path("reports/taken-down/<int:pk>/", ReceiptView.as_view(), name="newsroom_receipt"),
        path("reports/taken-down/<int:pk>/erase/", EraseView.as_view(), name="newsroom_erase"),
        path("reports/taken-down/<int:pk>/lift/", LiftView.as_view(), name="newsroom_lift_take_down"),
        *_of_consents(),
    ]


def _of_consents():
    listed = consent_report.ConsentReport
    return [
        path("reports/consents/", listed.as_view(), name="newsroom_consents"),
        path("reports/consents/results/", listed.as_view(results_only=True), name="newsroom_consents_results"),
        path("consents/record/", desk.RecordView.as_view(), name="newsroom_record_consent"),
        path("consents/<int:pk>/", desk.ConsentView.as_view(), name="newsroom_consent"),
        path("consents/<int:pk>/revoke/", desk.RevokeView.as_view(), name="newsroom_revoke_consent"),
        path("consents/<int:pk>/end/", desk.EndView.as_view(), name="newsroom_move_consent_end"),
        path("consents/<int:pk>/forget/", desk.ForgetView.as_view(), name="newsroom_forget_consent"),
        path("consents/<int:pk>/documents/", desk.add_document, name="newsroom_add_consent_document"),
        path("consents/documents/<int:pk>/", desk.read_document, name="newsroom_read_consent_document"),
    ]


@hooks.register("register_permissions")
def permissions():
    """What an Administrator may give to a group in its form."""
    return Permission.objects.filter(
        content_type__app_label="consent", codename__in=["take_down", "view_takedown", "keep_consents"]
    )


class TakeDownButton(PageMenuItem):
    label = gettext_lazy("Take down…")
    icon_name = "warning"
    url_name = "newsroom_take_down"

    def is_shown(self, user: Any) -> bool:
        return self.page.depth > 1 and may_take_down(user)


@hooks.register("register_page_header_buttons")
def header_button(page, user, view_name, next_url=None):
    """On the page's own screens."""
    yield TakeDownButton(page=page, priority=62)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page, user, next_url=None):
    """In each line of the list of pages."""
    yield TakeDownButton(page=page, priority=42)


class TakeDownMenuItem(ActionMenuItem):
    """In the editor's menu, for those on duty who may edit as well, whatever locks the page."""

    name = "action-take-down"
    label = gettext_lazy("Take down…")
    icon_name = "warning"
    order = 20_010

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and may_take_down(context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return take_down_url(parent_context["page"])


hooks.register("register_page_action_menu_item", TakeDownMenuItem)


@hooks.register("before_edit_page")
def say_that_it_was_taken_down(request, page):
    """Whoever opens the page learns why readers do not get it, before they put work into it. Unicode's isolates (FSI …
    PDI) keep a reason that runs the other way within its quotation marks."""
    record = TakeDown.objects.in_force().of(page).select_related("taken_down_by").first()
    if record and request.method == "GET":
        messages.warning(
            request,
            _("Taken down in every language: “%(reason)s” Only a Duty editor can lift that.")
            % {"reason": f"\u2068{record.reason}\u2069"},
        )
