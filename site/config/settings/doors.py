"""Who gets into the admin, and for how long (`newsroom.doors`)."""

from config.settings.env import env

# Everybody who may enter the admin, unless a demo or a test names those it is asked of.
SECOND_FACTOR_FOR = env("SECOND_FACTOR_FOR")
TRUSTED_PROXIES = env("TRUSTED_PROXIES")
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS")

SESSION_ENGINE = "newsroom.doors.sessions"
SESSION_COOKIE_AGE = env("SESSION_IDLE_MINUTES") * 60
SESSION_HOURS = env("SESSION_HOURS")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGIN_URL = "wagtailadmin_login"

ACCOUNT_ADAPTER = "newsroom.doors.adapters.AccountAdapter"
# Ours count in the database (`newsroom.doors.throttle`); the library's, in the memory of each process, by address.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]

MFA_ADAPTER = "newsroom.doors.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "newsroom.doors.forms.AddKeyForm",
    "authenticate": "newsroom.doors.forms.CodeForm",
    "reauthenticate": "newsroom.doors.forms.CodeAgainForm",
}
MFA_TOTP_TOLERANCE = 1  # A phone's clock may be half a minute off.
MFA_ALLOW_UNVERIFIED_EMAIL = True  # Accounts are made by Administrators: there is no address to prove.
