"""The doors themselves: signing in, the way back after a lost password, one's own sessions, and a colleague's."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views import account
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.doors import colleagues, letters, second_factor, sessions, throttle
from newsroom.doors.forms import PasswordChangeForm, SignInForm
from newsroom.doors.tasks import send_reset_mail


class SignInView(account.LoginView):
    """Wagtail's page, which hands over to the second factor instead of letting people in."""

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: Any) -> HttpResponse:
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        return perform_password_login(self.request, {}, login)


class AccountView(account.AccountView):
    """Wagtail's, where the present password is asked for as at the door."""

    def get_panels(self) -> list[Any]:
        panels = super().get_panels()
        for panel in panels:
            if isinstance(panel, account.ChangePasswordPanel):
                panel.form_class = PasswordChangeForm
        return panels


class ForgottenPasswordView(account.PasswordResetView):
    """Says the same whether it sends a mail, knows nobody of that address, or was asked too often; and takes as long:
    whose address it is, the worker finds out."""

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        if not throttle.Try(throttle.RESET, email, self.request).refused:
            send_reset_mail.enqueue(email, get_language() or settings.LANGUAGE_CODE)
        return HttpResponseRedirect(self.get_success_url())


class NewPasswordView(account.PasswordResetConfirmView):
    """Whoever reads the owner's mail is the owner, as far as the lock goes. The second factor stays what it was."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        throttle.unlock(throttle.PASSWORD, self.user.get_username())
        letters.tell(self.user, _("Your password was set anew by e-mail."))
        return response


class SecondFactorView(AuthenticateView):
    """Asks for a passkey only whoever has one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN]):
            context["MFA_SUPPORTED_TYPES"] = [
                kind for kind in context["MFA_SUPPORTED_TYPES"] if kind != Authenticator.Type.WEBAUTHN
            ]
        return context


class AddAppView(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.note_passed(self.request)
        return response


class AddPasskeyView(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.note_passed(self.request)
        return response


class RemovePasskeyView(RemoveWebAuthnView):
    """Not the last one: there is no account without a second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not second_factor.factors_of(self.request.user).exclude(pk=self.object.pk).exists():
            messages.error(self.request, _("This is your only second factor: add another one before you remove it."))
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


class SessionsView(WagtailAdminTemplateMixin, FormView):
    """Where somebody is signed in, and the buttons that end it."""

    template_name = "doors/sessions.html"
    page_title = gettext_lazy("Where you are signed in")
    header_icon = "key"
    form_class = Form

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [{"url": reverse("wagtailadmin_account"), "label": _("Account")}, {"url": "", "label": self.page_title}]
        return super().get_breadcrumbs_items() + items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = sessions.row_of(self.request.session.session_key or "")
        rows = [
            {"session": row, "is_here": row.pk == here, "name": _name_of(row.pk)}
            for row in sessions.sessions_of(self.request.user)
        ]
        return super().get_context_data(rows=rows, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        here = sessions.row_of(self.request.session.session_key or "")
        chosen = self.request.POST.get("session", "")
        if chosen:
            keys = sessions.sessions_of(self.request.user).exclude(pk=here).values_list("pk", flat=True)
            ended = sum(
                sessions.end(self.request.user, only=key)
                for key in keys
                if constant_time_compare(_name_of(key), chosen)
            )
        else:
            ended = sessions.end(self.request.user, but=here)
        if ended:
            messages.success(self.request, _("Ended. Whoever uses that device has to sign in again."))
        return redirect("newsroom_sessions")


class ColleagueView(WagtailAdminTemplateMixin, FormView):
    """An Administrator ends a colleague's sessions, or lets them set up a second factor anew."""

    template_name = "doors/colleague.html"
    page_title = gettext_lazy("Second factor and sessions")
    header_icon = "key"
    form_class = Form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.colleague = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        if not colleagues.may_help(request.user, self.colleague):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.colleague.get_full_name() or self.colleague.get_username()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            colleague=self.colleague,
            has_factor=second_factor.factors_of(self.colleague).exists(),
            sessions=sessions.sessions_of(self.colleague),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        if self.request.POST.get("what") == "second-factor":
            colleagues.reset_second_factor(self.colleague, by=self.request.user)
            messages.success(self.request, _("Their second factor is gone. They set up another one when they sign in."))
        else:
            colleagues.end_sessions(self.colleague, by=self.request.user)
            messages.success(self.request, _("They are signed out everywhere."))
        return redirect("newsroom_colleague", pk=self.colleague.pk)


def _name_of(key: str) -> str:
    """What a page calls a session: its key would be the session itself."""
    return salted_hmac("newsroom.doors.session", key, algorithm="sha256").hexdigest()[:20]
