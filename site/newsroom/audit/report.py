"""The audit, for Administrators: who did what, to which page, in which language, from which way in, and as a table."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from newsroom.audit.models import AuditEntry

# What makes a spreadsheet take text for a formula (OWASP, "CSV Injection"), in both widths.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def may_read_audit(person: Any) -> bool:
    """Administrators: it says what everybody does all day."""
    return person.is_active and person.has_perm("audit.read_audit")


def harmless(value: Any) -> str:
    """A cell that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class AuditFilter(WagtailFilterSet):
    at = DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields = ["at", "action", "object_id", "language", "way"]


class AuditReport(ReportView):
    """The newest first. No title and no reason: those are in the page's history, for as long as it has one."""

    model = AuditEntry
    page_title = _("Audit")
    header_icon = "history"
    index_url_name = "newsroom_audit"
    index_results_url_name = "newsroom_audit_results"
    default_ordering = None
    filterset_class = AuditFilter
    table_classname = "listing listing--dashboard"
    columns = [
        DateColumn("at", label=_("When"), width="15%"),
        Column("person", label=_("Who"), width="15%"),
        Column("action", label=_("What"), classname="title"),
        Column("object_type", label=_("To what"), width="20%"),
        Column("object_id", label=_("Number"), width="8%"),
        Column("language", label=_("Language"), width="8%"),
        Column("way", label=_("Way in"), width="12%"),
    ]
    list_export = ["position", "at", "person", "action", "object_type", "object_id", "revision_id", "language", "way"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_audit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        person = get_user_model().objects.filter(pk=OuterRef("person_id")).values(get_user_model().USERNAME_FIELD)
        found = AuditEntry.objects.annotate(person=Subquery(person, output_field=CharField()))
        return found.order_by(F("pk").desc())

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return harmless(value.isoformat() if hasattr(value, "isoformat") else value)

    def get_filename(self) -> str:
        return "audit"


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_audit(request.user)


def menu_item() -> MenuItem:
    """The report's line in Wagtail's menu of reports."""
    return AuditMenuItem(_("Audit"), reverse("newsroom_audit"), name="audit", icon_name="history", order=960)
