"""Where the audit shows in Wagtail's admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.urls import path
from wagtail import hooks

from newsroom.audit import report

hooks.register("register_reports_menu_item", report.menu_item)


@hooks.register("register_admin_urls")
def addresses():
    """The report, and its results by themselves."""
    return [
        path("reports/audit/", report.AuditReport.as_view(), name="newsroom_audit"),
        path("reports/audit/results/", report.AuditReport.as_view(results_only=True), name="newsroom_audit_results"),
    ]


@hooks.register("register_permissions")
def permissions():
    """What an Administrator may give to a group in its form."""
    return Permission.objects.filter(content_type__app_label="audit", codename="read_audit")
