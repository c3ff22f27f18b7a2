"""A page's preview links in Wagtail's admin: make one, see which there are, end one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page, Site

from newsroom.authoring.delivery import absolute_url
from newsroom.web.previews.links import DAYS, PreviewRefused, make_link, may_preview, revoke
from newsroom.web.previews.models import PreviewLink


class LinkForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("So that colleagues know which link to end. It stays in the page's history."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long?"),
        coerce=int,
        initial=7,
        choices=lambda: [(days, ngettext("%d day", "%d days", days) % days) for days in DAYS],
    )


def links_of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The links of a page, and a form for another. A new link stands on the answer, and nowhere else ever."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    if not may_preview(request.user, page):
        raise PermissionDenied
    form, made = LinkForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            link, token = make_link(page, request.user, form.cleaned_data["days"], form.cleaned_data["label"].strip())
        except PreviewRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            made = {"link": link, **addresses_of(page, token, Site.find_for_request(request))}
            form = LinkForm()
    context = {
        "page": page,
        "page_title": _("Preview links"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "view",
        "form": form,
        "made": made,
        "links": page.preview_links.select_related("made_by", "revision"),
    }
    return TemplateResponse(request, "previews/links.html", context)


def end_link(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    """End one of a page's links."""
    link = get_object_or_404(PreviewLink.objects.select_related("page"), pk=pk, page_id=page_id)
    if request.method == "POST":
        revoke(link, request.user)
        messages.success(request, _("This link shows nothing any more."))
    elif not may_preview(request.user, link.page):
        raise PermissionDenied
    return redirect("newsroom_preview_links", page_id)


def addresses_of(page: Page, token: str, site: Site | None) -> dict[str, str]:
    """Where a token leads: the page, its JSON, and the front end if there is one."""
    shown = {
        "html": absolute_url(reverse("preview", args=[token])),
        "json": absolute_url(reverse("get_preview", args=[token])),
    }
    fronts = settings.HEADLESS_PREVIEW_CLIENT_URLS
    front = fronts.get(site.hostname if site else "", fronts.get("default", ""))
    if front:
        # The contract of wagtail-headless-preview, whose front ends there are.
        kind = f"{page.specific_class._meta.app_label}.{page.specific_class._meta.model_name}"
        shown["front"] = f"{front}?{urlencode({'content_type': kind, 'token': token})}"
    return shown


class PreviewLinksItem(PageMenuItem):
    label = gettext_lazy("Preview links…")
    icon_name = "view"
    url_name = "newsroom_preview_links"

    def is_shown(self, user: Any) -> bool:
        return may_preview(user, self.page)


def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """On the page's own screens."""
    yield PreviewLinksItem(page=page, priority=61)


def listing_button(page: Page, user: Any, next_url: str | None = None) -> Any:
    """In each line of the list of pages."""
    yield PreviewLinksItem(page=page, priority=41)


def addresses() -> list:
    """The views that are not Wagtail's."""
    return [
        path("pages/<int:page_id>/preview-links/", links_of_page, name="newsroom_preview_links"),
        path("pages/<int:page_id>/preview-links/<int:pk>/end/", end_link, name="newsroom_end_preview_link"),
    ]
