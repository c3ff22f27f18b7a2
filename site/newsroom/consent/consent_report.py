"""The report of consents: by state, each with what rests on it. Whoever may write sees pseudonym, scope and state."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.consent.records import ALL_LANGUAGES, Consent, may_keep_consents
from newsroom.consent.resting import pages_resting_on
from newsroom.consent.rule import language_name
from newsroom.consent.words import listed

STATES = {
    "valid": _("Valid"),
    "ends_soon": _("Ends within 30 days"),
    "ahead": _("Not yet valid"),
    "ended": _("Ended"),
    "revoked": _("Revoked"),
}
_NEWEST = "-recorded_at"


def may_see_consents(person: Any) -> bool:
    """Whoever may write, in any language, and Consent keepers."""
    if not person.is_active:
        return False
    return may_keep_consents(person) or PagePermissionPolicy().user_has_any_permission(person, {"add", "change"})


class ConsentFilters(WagtailFilterSet):
    """One state at a time."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=list(STATES.items()), method="in_state")

    def in_state(self, consents: Any, name: str, value: str) -> Any:
        return getattr(consents, {"ends_soon": "ending_soon"}.get(value, value))()

    class Meta:
        model = Consent
        fields: list[str] = []


class PseudonymColumn(Column):
    cell_template_name = "consent/pseudonym_cell.html"


class RestingColumn(Column):
    cell_template_name = "consent/resting_cell.html"


def scope_of(consent: Consent) -> str:
    """What a consent covers and in which languages, in a line."""
    covers = listed(Consent.Covers(each).label for each in consent.covers)
    named = listed(language_name(each) for each in consent.languages)
    languages = _("every language") if ALL_LANGUAGES in consent.languages else named
    uses = listed(Consent.Use(each).label for each in consent.uses)
    return f"{covers} · {languages} · {uses}"


def state_of(consent: Consent) -> Any:
    """A consent's state in words."""
    return STATES[consent.state]


class ConsentReport(ReportView):
    """No export: a list of pseudonyms with what rests on them is not to lie about in a file."""

    model = Consent
    page_title = _("Consents")
    header_icon = "group"
    index_url_name = "newsroom_consents"
    index_results_url_name = "newsroom_consents_results"
    default_ordering = None
    filterset_class = ConsentFilters
    table_classname = "listing listing--dashboard"
    list_export: list[str] = []
    columns = [
        PseudonymColumn("pseudonym", label=_("Pseudonym"), width="20%", classname="title"),
        Column("scope", label=_("Covers"), accessor=scope_of),
        Column("state", label=_("State"), accessor=state_of, width="14%"),
        Column("valid_until", label=_("Until"), width="12%", accessor=lambda each: each.valid_until or "–"),
        RestingColumn("resting", label=_("What rests on it"), width="28%"),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_consents(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_keep_consents(self.request.user):
            return []
        # In one word: with more, a phone has no room for what the page is called.
        return [HeaderButton(_("Record…"), url=reverse("newsroom_record_consent"), icon_name="plus")]

    def get_queryset(self) -> QuerySet[Consent]:
        return Consent.objects.order_by(_NEWEST, "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        consents = list(object_list)
        resting = pages_resting_on(consents)
        for consent in consents:
            consent.resting = resting.get(consent.pk, [])
        return consents


class ConsentMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_consents(request.user)


def menu_item() -> MenuItem:
    """The report's line in Wagtail's menu of reports."""
    return ConsentMenuItem(_("Consents"), reverse("newsroom_consents"), name="consents", icon_name="group", order=940)
