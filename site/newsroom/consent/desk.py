"""The pages of a consent in the admin: record it, look at it, move its end, revoke it, read who it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.consent import keeping
from newsroom.consent.consent_report import may_see_consents, scope_of, state_of
from newsroom.consent.forms import ConsentForm, DocumentForm, EndForm, RevokeForm
from newsroom.consent.keeping import ConsentRefused
from newsroom.consent.records import Consent, Evidence, may_keep_consents
from newsroom.consent.resting import pages_resting_on


class ConsentView(WagtailAdminTemplateMixin, TemplateView):
    """What a consent covers, its state, and what rests on it; to Consent keepers also how it was given."""

    template_name = "consent/consent.html"
    header_icon = "group"
    page_title = gettext_lazy("Consent")
    identity: keeping.Identity | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_consents(request.user):
            raise PermissionDenied
        self.consent = get_object_or_404(Consent, pk=kwargs["pk"])
        return never_cache(super().dispatch)(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show who it is, this once."""
        try:
            self.identity = keeping.identity(self.consent, request.user)
        except ConsentRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("newsroom_consent", self.consent.pk)
        return self.get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.consent.pseudonym} ({self.consent.pk})"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keeper = may_keep_consents(self.request.user)
        return super().get_context_data(
            consent=self.consent,
            scope=scope_of(self.consent),
            state=state_of(self.consent),
            resting=pages_resting_on([self.consent]).get(self.consent.pk, []),
            is_keeper=keeper,
            documents=self.consent.evidence.defer("sealed") if keeper else [],
            document_form=DocumentForm(),
            identity=self.identity,
            **kwargs,
        )


class KeeperView(WagtailAdminTemplateMixin, FormView):
    """Shared by the forms: only for Consent keepers."""

    header_icon = "group"
    template_name = "consent/consent_form.html"
    button = gettext_lazy("Save")
    says: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_keep_consents(request.user):
            raise PermissionDenied
        self.consent = get_object_or_404(Consent, pk=kwargs["pk"]) if "pk" in kwargs else None
        return super().dispatch(request, *args, **kwargs)

    @property
    def chosen(self) -> Consent:
        """The consent that the address names."""
        return get_object_or_404(Consent, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{self.consent.pseudonym} ({self.consent.pk})" if self.consent else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.consent
        back = reverse("newsroom_consent", args=[consent.pk]) if consent else reverse("newsroom_consents")
        resting = pages_resting_on([consent]).get(consent.pk, []) if consent else []
        public = [each["page"] for each in resting if each["rests_now"]]
        return super().get_context_data(
            consent=consent, button=self.button, says=self.says, back=back, public=public, **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            consent = self.keep(form)
        except ConsentRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return redirect("newsroom_consent", consent.pk)

    def keep(self, form: Any) -> Consent:
        """Do what the form says, and give the consent."""
        raise NotImplementedError


class RecordView(KeeperView):
    page_title = gettext_lazy("Record a consent")
    form_class = ConsentForm
    button = gettext_lazy("Record it")
    says = gettext_lazy(
        "A pseudonym is enough. As soon as something rests on a consent, its scope cannot be changed: if they agree to "
        "more, or to less, record that as a new one."
    )

    @transaction.atomic
    def keep(self, form: Any) -> Consent:
        words = {name: form.cleaned_data[name] for name in ("legal_name", "contact")}
        consent = keeping.record(form.save(commit=False), self.request.user, **words)
        _keep_document(consent, form, self.request)
        # A message lies in a cookie until it is read.
        messages.success(self.request, _("The consent is recorded."))
        return consent


class RevokeView(KeeperView):
    page_title = gettext_lazy("Revoke")
    form_class = RevokeForm
    template_name = "consent/revoke_consent.html"
    button = gettext_lazy("Revoke it now")

    def keep(self, form: Any) -> Consent:
        consent = keeping.revoke(self.chosen, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, _("Revoked. What rests on it is gone for readers."))
        return consent


class EndView(KeeperView):
    page_title = gettext_lazy("Move the end")
    form_class = EndForm
    button = gettext_lazy("Move it")

    def get_initial(self) -> dict[str, Any]:
        return {"valid_until": self.consent.valid_until if self.consent else None}

    def keep(self, form: Any) -> Consent:
        consent = keeping.move_end(self.chosen, self.request.user, form.cleaned_data["valid_until"])
        messages.success(self.request, _("The end is moved."))
        return consent


class ForgetView(KeeperView):
    page_title = gettext_lazy("Forget who it is")
    form_class = forms.Form
    button = gettext_lazy("Forget for good")
    says = gettext_lazy(
        "Pseudonym, name, contact, how it was given, why it was revoked and every document are deleted. Nobody can "
        "bring them back. The number and the dates stay, so that what rested on it stays gone."
    )

    def keep(self, form: Any) -> Consent:
        consent = keeping.forget(self.chosen, self.request.user)
        messages.success(self.request, _("Forgotten."))
        return consent


def _keep_document(consent: Consent, form: forms.Form, request: HttpRequest) -> None:
    document = form.cleaned_data["document"]
    if document:
        keeping.keep_document(consent, request.user, document.name, document.read())


@require_POST
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document to a consent."""
    if not may_keep_consents(request.user):
        raise PermissionDenied
    consent, form = get_object_or_404(Consent, pk=pk), DocumentForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            _keep_document(consent, form, request)
        else:
            messages.error(request, " ".join(map(str, form.errors["document"])))
    except ConsentRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom_consent", consent.pk)


@require_POST
@never_cache
def read_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a document to a Consent keeper, as a file that no browser opens by itself."""
    if not may_keep_consents(request.user):
        raise PermissionDenied
    kept = get_object_or_404(Evidence.objects.select_related("consent"), pk=pk)
    name, data = keeping.read_document(kept, request.user)
    answer = HttpResponse(data, content_type="application/octet-stream")
    safe = "".join(character if character.isalnum() or character in "-_." else "-" for character in name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe.encode("ascii", "replace").decode()}"'
    return answer
