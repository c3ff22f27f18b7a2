"""Publishing without approval: the one exception, for Administrators, with a written reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from newsroom.review import approvals, law
from newsroom.review.models import name_of


class EmergencyForm(forms.Form):
    # The version that the person has seen: nobody answers for words that somebody else saved meanwhile.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why can this not wait for a review?"),
        widget=forms.Textarea({"rows": 4, "autofocus": True}),
        error_messages={"required": gettext_lazy("Write down why this cannot wait for a review.")},
    )


class EmergencyView(WagtailAdminTemplateMixin, FormView):
    """One page that says what will happen and who will hear of it, and one reason."""

    template_name = "review/emergency.html"
    page_title = gettext_lazy("Publish without approval")
    header_icon = "warning"
    form_class = EmergencyForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not law.may_publish_in_emergency(request.user):
            raise PermissionDenied
        self.page = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1).specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision = self.page.get_latest_revision()
        return super().get_context_data(
            page=self.page,
            revision=revision,
            last_author=name_of(revision.user_id) if revision else "",
            state=self.page.current_workflow_state,
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        revision = self.page.get_latest_revision()
        return {"seen": law.digest(revision.content) if revision else ""}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
        try:
            approvals.publish_in_emergency(self.page, self.request.user, reason, seen=seen)
        except law.Overtaken as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        except law.LawError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(title)s” is published without approval. The Editors are told why.") % {"title": self.page.title},
        )
        return redirect(reverse("wagtailadmin_pages:history", args=[self.page.pk]))


class EmergencyMenuItem(ActionMenuItem):
    """Last in the editor's menu, for those who may, also while the page is locked for its review."""

    name = "action-publish-in-emergency"
    label = gettext_lazy("Publish without approval…")
    icon_name = "warning"
    order = 20_000

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and law.may_publish_in_emergency(context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("newsroom_publish_in_emergency", args=[parent_context["page"].pk])
