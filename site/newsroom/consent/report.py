"""The report of take-downs: who took what down, when and why, and who let it come back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from newsroom.audit.report import harmless
from newsroom.consent.models import TakeDown
from newsroom.consent.take_down import may_take_down


def may_read_report(person: Any) -> bool:
    """Duty editors, those who keep the consents, and whoever was given leave to look."""
    may_look = person.has_perm("consent.view_takedown") or person.has_perm("consent.keep_consents")
    return may_take_down(person) or (person.is_active and may_look)


class StateColumn(Column):
    """Whether the take-down is in force, with the way to lift it for those who may."""

    cell_template_name = "consent/state_cell.html"

    def get_cell_context_data(self, instance: TakeDown, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "may_lift": may_take_down(parent_context["request"].user)}


class TextColumn(Column):
    """What somebody wrote, which may run the other way than the report."""

    cell_template_name = "consent/text_cell.html"


class ReceiptColumn(Column):
    """Whether all of it is gone, and the way to the receipt."""

    cell_template_name = "consent/receipt_cell.html"


class TakenDownReport(ReportView):
    """Take-downs in force first, then those that were lifted."""

    model = TakeDown
    page_title = _("Taken-down pages")
    header_icon = "warning"
    index_url_name = "newsroom_taken_down"
    index_results_url_name = "newsroom_taken_down_results"
    default_ordering = None
    table_classname = "listing listing--dashboard"  # The one that stacks its cells on a phone.
    columns = [
        TextColumn("title", label=_("Page"), width="25%", classname="title"),
        TextColumn("reason", label=_("Reason")),
        UserColumn("taken_down_by", label=_("Taken down by"), width="15%"),
        DateColumn("created_at", label=_("When"), width="12%"),
        ReceiptColumn("receipt", label=_("Receipt"), accessor="is_complete", width="12%"),
        StateColumn("state", label=_("State"), accessor="restored_at", width="18%"),
    ]
    list_export = ["title", "reason", "taken_down_by", "created_at", "restored_by", "restored_at"]
    export_headings = {"title": _("Page"), "created_at": _("Taken down at"), "restored_at": _("Lifted at")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[TakeDown]:
        found = TakeDown.objects.with_receipts().select_related("taken_down_by", "restored_by")
        return found.order_by(F("restored_at").desc(nulls_first=True), "-created_at")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a new one, from a phone too."""
        if not may_take_down(self.request.user):
            return []
        return [HeaderButton(_("Take a page down…"), url=reverse("newsroom_find_to_take_down"), icon_name="warning")]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """What somebody typed is no formula of a spreadsheet."""
        return (
            harmless(value) if isinstance(value, str) else super().preprocess_field_value(field, value, export_format)
        )

    def get_filename(self) -> str:
        return "taken-down-pages"


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_report(request.user)


def menu_item() -> MenuItem:
    """The report's line in Wagtail's menu of reports."""
    return ReportMenuItem(
        _("Taken-down pages"), reverse("newsroom_taken_down"), name="taken-down", icon_name="warning", order=950
    )
