"""What a browser may do with our pages, and what it must never be asked to keep.

The public site sets no cookie and runs no inline code. Nor does the admin (`newsroom.doors.choosers` says how); it is
the one named exception for inline styles, which Wagtail's editor cannot do without.
"""

import re

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from config.settings.env import env
from newsroom.authoring.embeds import ORIGINS as VIDEO_HOSTS

SECRET_KEY = env("SECRET_KEY")
# Marks what is logged (`newsroom.audit.chain`). Without one the key above does, and then must stay what it is.
AUDIT_KEY = env("AUDIT_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [env("BASE_URL")]

# Seal the names of people in the stories; the first one seals, each of them opens (`newsroom.consent.sealing`).
CONSENT_KEYS = env.list("CONSENT_KEYS")
try:
    for key in CONSENT_KEYS:
        Fernet(key)
except ValueError:
    raise ImproperlyConfigured("CONSENT_KEYS holds what is no key of Fernet: see .env.example.") from None

ADMIN_PATH = "/admin/"

# Whom to tell of a weakness; RFC 9116 wants addresses that say how. Without any, security.txt is not there.
SECURITY_CONTACT = env("SECURITY_CONTACT")
for contact in SECURITY_CONTACT:
    if not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", contact):
        raise ImproperlyConfigured(f"SECURITY_CONTACT holds {contact!r}: write mailto:…, https://… or tel:….")

# Closed to readers, by a variable or by a file (`newsroom.web.maintenance`).
MAINTENANCE, MAINTENANCE_FILE = env("MAINTENANCE"), env("MAINTENANCE_FILE")

# Where "Leave this site now" leads; "{language}" stands for the reader's. An encyclopedia is a page that anybody may be
# reading, in each of our languages, without advertising, and it belongs to no government.
QUICK_EXIT_URL = env("QUICK_EXIT_URL")
if not re.fullmatch(r"https://[!-~]+", QUICK_EXIT_URL):
    raise ImproperlyConfigured(f"QUICK_EXIT_URL is {QUICK_EXIT_URL!r}: write an address that begins with https://.")

_EVERYWHERE = {
    "default-src": [SELF],
    "img-src": [SELF, "data:"],
    "object-src": [NONE],
    # The one exception for other sites: a video of theirs, in its host's private mode, which a reader has asked for.
    "frame-src": [SELF, *VIDEO_HOSTS],
    "base-uri": [SELF],
    "form-action": [SELF],
    # `config.middleware` says 'self' for the one page that is shown in a frame: a preview in the editor.
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _EVERYWHERE}
# Read by config.middleware, for ADMIN_PATH only.
CONTENT_SECURITY_POLICY_FOR_ADMIN = {
    "DIRECTIVES": {
        **_EVERYWHERE,
        "script-src": [SELF],
        # The editor's tooltips bring a style element, and its fields style attributes.
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
    }
}

# Wagtail lifts this for its previews.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Said of every answer, also of those that are given before Django's own middleware is asked. No page uses any of a
# browser's powers; a passkey is one, so the admin's own origin may ask for it, and a video may fill the screen.
_POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera",
    "display-capture", "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "interest-cohort", "keyboard-map", "local-fonts", "magnetometer", "microphone", "midi",
    "otp-credentials", "payment", "screen-wake-lock", "serial", "speaker-selection", "storage-access", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS),
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": X_FRAME_OPTIONS,
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
}

# Cookies exist for people who sign in, and only below the path where they do.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = ADMIN_PATH
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length and difficulty, and no rule about signs: those make passwords that are hard for people only.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "newsroom.doors.passwords.HardToGuess"},
]
