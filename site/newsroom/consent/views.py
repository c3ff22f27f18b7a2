"""Taking a page down, and letting it come back: one page each, that says what will happen before it happens."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision

from newsroom.consent.models import TakeDown
from newsroom.consent.removal.alike import alike
from newsroom.consent.take_down import TakeDownRefused, may_take_down, restore, take_down_together


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it taken down?"),
        help_text=gettext_lazy("Colleagues read this in the page's history. Readers do not see it."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write down why the page is taken down.")},
    )


class DutyView(WagtailAdminTemplateMixin, FormView):
    """Shared by both: only for Duty editors."""

    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_take_down(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []


class TakeDownView(DutyView):
    """Says in which languages the page disappears, asks for one reason, and does it."""

    template_name = "consent/take_down.html"
    page_title = gettext_lazy("Take down")
    form_class = ReasonForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1)
        self.page = found.alias_of or found

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        already = TakeDown.objects.in_force().of(self.page).first()
        if already is not None:
            messages.warning(request, _("This page is taken down already."))
            return redirect("newsroom_receipt", already.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Page.objects.filter(translation_key=self.page.translation_key).select_related("locale")
        pages = sorted(pages, key=lambda page: (not page.live, page.locale.get_display_name()))
        live = [page for page in pages if page.live]
        chosen = {page.pk for page in self.chosen()} if self.request.method == "POST" else None
        others = alike(self.page)
        for each in others:
            each.is_ticked = each.is_likely if chosen is None else each.page.pk in chosen
        return super().get_context_data(
            page=self.page,
            alike=others,
            live=live,
            drafts=[page for page in pages if not page.live],
            below=Page.objects.descendant_of(self.page).live().exists(),
            scheduled=any(
                Revision.page_revisions.for_instance(p).filter(approved_go_live_at__isnull=False).exists()
                for p in pages
            ),
            **kwargs,
        )

    def chosen(self) -> list[Page]:
        """The other pages that were ticked. What is no page's number is nothing to wait for."""
        sent = self.request.POST.getlist("also")
        numbers = [number for number in sent if re.fullmatch("[0-9]{1,9}", number)]
        return list(Page.objects.filter(pk__in=numbers, depth__gt=1).order_by("pk"))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        person, reason = self.request.user, form.cleaned_data["reason"]
        try:
            record = take_down_together(self.page, self.chosen(), person, reason)
        except TakeDownRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("“%(title)s” is taken down in every language.") % {"title": record.title})
        return redirect("newsroom_receipt", record.pk)


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Its address"),
        help_text=gettext_lazy("Copy it from the public page, or from the message that you were sent."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Paste the address of the page.")},
    )


class FindView(DutyView):
    """From an address to the page that asks for the reason: somebody writes "take this down" and sends a link."""

    template_name = "consent/find.html"
    page_title = gettext_lazy("Take down")
    form_class = AddressForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        page = page_at(form.cleaned_data["address"])
        if page is None:
            form.add_error("address", _("No page stands at this address. Look for it in the list of pages."))
            return self.form_invalid(form)
        return redirect(take_down_url(page))


def page_at(address: str) -> Page | None:
    """The page at a public address, whole or without its host; or the one that left it."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:  # "http://[": not every text is an address.
        return None
    _empty, lang, below = (*path.split("/", 2), "", "")[:3]
    home = Page.objects.filter(depth=2, locale__language_code=lang).first()
    if home is None:
        return None
    url_path = f"{home.url_path}{below}".rstrip("/") + "/"
    found = Page.objects.filter(url_path=url_path).first()
    return found or Page.objects.filter(redirect__old_path=path.rstrip("/")).first()


class LiftView(DutyView):
    """Says that nothing comes back by itself, and lifts the take-down."""

    template_name = "consent/lift.html"
    page_title = gettext_lazy("Lift take-down")
    form_class = forms.Form

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.record = get_object_or_404(TakeDown, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.record.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.record, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            restore(self.record, self.request.user)
        except TakeDownRefused as refusal:
            messages.error(self.request, str(refusal))
            return redirect("newsroom_receipt", self.record.pk)
        messages.success(
            self.request,
            _("The take-down of “%(title)s” is lifted. It is a draft, and comes back after a new review.")
            % {"title": self.record.title},
        )
        return redirect("newsroom_taken_down")


def take_down_url(page: Any) -> str:
    """Where a page is taken down."""
    return reverse("newsroom_take_down", args=[page.pk])
