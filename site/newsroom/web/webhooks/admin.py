"""Webhooks in Wagtail's settings: where they go, what was sent, and what to do when it was not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from newsroom.web.webhooks import outbox, targets
from newsroom.web.webhooks.kinds import Kind
from newsroom.web.webhooks.models import WebhookDelivery, WebhookEndpoint

PERMISSION = "web.manage_webhooks"
State = WebhookDelivery.State


def may_manage(person: Any) -> bool:
    """Whoever says where news of the site goes."""
    return person.is_active and person.has_perm(PERMISSION)


def _managers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


class EndpointForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen means all of them."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ("name", "url", "kinds", "is_active")

    def clean_url(self) -> str:
        """Refuse at once what would be refused at every message. (A name may lead elsewhere later: each message asks
        again.)"""
        url = self.cleaned_data["url"].strip()
        try:
            targets.resolve(targets.read(url))
        except targets.TargetRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return url


@_managers_only
def overview(request: HttpRequest) -> HttpResponse:
    """Every endpoint, and how it fares."""
    waiting, dead = (Count("deliveries", filter=Q(deliveries__state=state)) for state in (State.WAITING, State.DEAD))
    endpoints = WebhookEndpoint.objects.annotate(waiting=waiting, dead=dead)
    return _answer(request, "overview", _("Webhooks"), endpoints=endpoints)


@_managers_only
def add(request: HttpRequest) -> HttpResponse:
    """A new endpoint. Its secret stands on the answer, and nowhere else ever."""
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        endpoint = form.save()
        return _answer(request, "secret", _("The secret"), endpoint=endpoint, secret=endpoint.secret)
    return _answer(request, "form", _("Add a webhook"), form=form)


@_managers_only
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One endpoint: its settings, its log, and what can be done."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    action = request.POST.get("action")
    if action == "rotate":
        return _answer(request, "secret", _("The new secret"), endpoint=found, secret=found.rotate())
    if action in _ACTIONS:
        return _ACTIONS[action](request, found)
    form = EndpointForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.instance.switched_off_because = ""
        form.save()
        messages.success(request, _("Saved."))
        return redirect("newsroom_webhook", pk)
    state = request.GET.get("state")
    deliveries = found.deliveries.select_related("event")
    if state in State.values:
        deliveries = deliveries.filter(state=state)
    window = Paginator(deliveries, 50).get_page(request.GET.get("p"))
    return _answer(
        request, "endpoint", found.name, endpoint=found, form=form, deliveries=window, states=State, state=state
    )


@_managers_only
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what it says, each try, and the button that sends it again."""
    found = get_object_or_404(WebhookDelivery.objects.select_related("event", "endpoint"), pk=pk)
    if request.POST.get("action") == "replay":
        outbox.replay(WebhookDelivery.objects.filter(pk=pk))
        messages.success(request, _("It is sent again, with the id that it had."))
        return redirect("newsroom_webhook_delivery", pk)
    message = json.dumps(outbox.payload(found.event), indent=2)
    return _answer(request, "delivery", found.event.kind, delivery=found, message=message, log=found.log.all())


def _test(request: HttpRequest, found: WebhookEndpoint) -> HttpResponse:
    event = outbox.test(found)
    messages.success(request, _("A message of type “test” is on its way. This page says what becomes of it."))
    return redirect("newsroom_webhook_delivery", event.deliveries.get().pk)


def _replay_dead(request: HttpRequest, found: WebhookEndpoint) -> HttpResponse:
    count = outbox.replay(found.deliveries.filter(state=State.DEAD))
    messages.success(request, _("Sent again: %(count)d.") % {"count": count})
    return redirect("newsroom_webhook", found.pk)


def _end_previous(request: HttpRequest, found: WebhookEndpoint) -> HttpResponse:
    found.previous_secret, found.previous_secret_until = "", None
    found.save(update_fields=["previous_secret", "previous_secret_until"])
    messages.success(request, _("The secret before is not valid any more."))
    return redirect("newsroom_webhook", found.pk)


@transaction.atomic
def _delete(request: HttpRequest, found: WebhookEndpoint) -> HttpResponse:
    found.delete()
    messages.success(request, _("Nothing is sent there any more, and its log is gone."))
    return redirect("newsroom_webhooks")


_ACTIONS = {"test": _test, "replay": _replay_dead, "end_previous": _end_previous, "delete": _delete}


def _answer(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    return TemplateResponse(
        request, f"webhooks/{name}.html", {"page_title": title, "header_icon": "link-external", **context}
    )


class WebhooksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage(request.user)


def menu_item() -> MenuItem:
    """The line in Wagtail's settings."""
    return WebhooksMenuItem(
        _("Webhooks"), reverse("newsroom_webhooks"), name="webhooks", icon_name="link-external", order=900
    )


def addresses() -> list:
    """The views that are not Wagtail's."""
    return [
        path("webhooks/", overview, name="newsroom_webhooks"),
        path("webhooks/add/", add, name="newsroom_webhook_add"),
        path("webhooks/<int:pk>/", endpoint, name="newsroom_webhook"),
        path("webhooks/messages/<int:pk>/", delivery, name="newsroom_webhook_delivery"),
    ]


def permissions() -> Any:
    """What an Administrator may give to a group in its form."""
    return Permission.objects.filter(content_type__app_label="web", codename="manage_webhooks")
