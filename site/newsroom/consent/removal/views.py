"""The receipt, on a page of its own: what is gone, what is not yet, and a button to try at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Revision

from newsroom.consent.models import ReceiptStep, TakeDown
from newsroom.consent.removal import receipt
from newsroom.consent.removal.erasing import erase, may_erase, why_not_erase
from newsroom.consent.report import may_read_report
from newsroom.consent.take_down import TakeDownRefused, may_take_down

SHOWN = 50


def versions_of(record: TakeDown) -> list[Revision]:
    """The versions of a taken-down page in every language, the newest first."""
    ids = [str(page.pk) for page in receipt.pages_of(record)]
    found = (
        Revision.page_revisions.filter(object_id__in=ids).defer("content").prefetch_related("content_object__locale")
    )
    return list(found.order_by("-created_at", "-pk")[:SHOWN])


class ReceiptView(WagtailAdminTemplateMixin, FormView):
    """A GET shows it as it is, so reloading the page is enough to see how it goes on; a POST tries again now."""

    template_name = "consent/receipt.html"
    page_title = gettext_lazy("Receipt of a take-down")
    header_icon = "warning"
    form_class = forms.Form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.record = get_object_or_404(TakeDown.objects.select_related("taken_down_by"), pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_page_subtitle(self) -> str:
        return self.record.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = {line.name: line for line in self.record.steps.all()}
        # A take-down from before a step existed has no line of it until somebody tries.
        rows = [
            {"label": step.label, "line": lines.get(step.name) or ReceiptStep(take_down=self.record, name=step.name)}
            for step in receipt.steps()
        ]
        return super().get_context_data(
            record=self.record,
            rows=rows,
            open=sum(not row["line"].is_done for row in rows),
            together=self.record.together(),
            erasure=self.record.erased,
            may_erase=may_erase(self.request.user),
            why_not_erase=why_not_erase(self.record),
            versions=versions_of(self.record) if may_erase(self.request.user) else [],
            may_try=may_take_down(self.request.user) and self.record.restored_at is None,
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if not may_take_down(self.request.user):
            raise PermissionDenied
        if receipt.check_all(self.record):
            messages.success(self.request, _("All of it is gone."))
        else:
            messages.warning(self.request, _("Not all of it is gone yet. It is tried again by itself."))
        return redirect("newsroom_receipt", self.record.pk)


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("I know that nobody can bring it back."),
        error_messages={"required": gettext_lazy("Tick this first: nobody can bring it back.")},
    )


class EraseView(WagtailAdminTemplateMixin, FormView):
    """Says what will be gone and what stays, asks once, and does it."""

    template_name = "consent/erase.html"
    page_title = gettext_lazy("Erase for good")
    header_icon = "bin"
    form_class = EraseForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_erase(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.record = get_object_or_404(TakeDown, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_page_subtitle(self) -> str:
        return self.record.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = receipt.pages_of(self.record)
        return super().get_context_data(record=self.record, pages=pages, why_not=why_not_erase(self.record), **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            erase(self.record, self.request.user)
        except TakeDownRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Erased for good. Its addresses go on answering “410 Gone”."))
        return redirect("newsroom_receipt", self.record.pk)
