"""The addresses of the doors. They come before Wagtail's own in `config.urls`, and stand in their places.

Of django-allauth only what is named here exists: no sign-up, no e-mail addresses, no password forms of its own."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from newsroom.doors import views

outside = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
    path("login/second-factor/", views.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("password_reset/", views.ForgottenPasswordView.as_view()),
    path("password_reset/confirm/<uidb64>/<token>/", views.NewPasswordView.as_view()),
]
inside = [
    path("account/", views.AccountView.as_view()),
    path("account/confirm/", reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/second-factor/", factors.index, name="mfa_index"),
    path("account/second-factor/app/", views.AddAppView.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/add/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"
    ),
    path("account/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/sessions/", views.SessionsView.as_view(), name="newsroom_sessions"),
    path("users/<int:pk>/doors/", views.ColleagueView.as_view(), name="newsroom_colleague"),
]

# No browser and no proxy keeps a page that shows a recovery code.
urlpatterns = decorate_urlpatterns([*outside, *decorate_urlpatterns(inside, require_admin_access)], never_cache)
