"""Everything the environment may say, declared once and read with django-environ.

An entry module (`production`, `demo`, `test`) may put its own values into `os.environ` before it
imports a topical module; this module reads nothing until it is asked. `.env.example` lists the same
names: `tests/config/test_environment.py` holds the two together.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[3]
SITE = REPOSITORY / "site"

# Without these production does not start. None of them has a default, here or anywhere else.
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "BASE_URL", "MAIL_FROM", "CONSENT_KEYS")

# Everything else, with its type and the value it takes when the environment is silent.
OPTIONAL = {
    "MEDIA_ROOT": (str, str(REPOSITORY / "media")),
    "STATIC_ROOT": (str, str(REPOSITORY / ".cache" / "static")),
    "SERVE_MEDIA": (bool, False),
    "S3_BUCKET_PRIVATE": (str, ""),
    "S3_BUCKET_PUBLIC": (str, ""),
    "S3_ENDPOINT": (str, ""),
    "S3_REGION": (str, "us-east-1"),
    "S3_ACCESS_KEY": (str, ""),
    "S3_SECRET_KEY": (str, ""),
    "S3_PUBLIC_URL": (str, "/media/"),
    "CLAMD_ADDRESS": (str, ""),
    "FFMPEG": (str, ""),
    "TASKS_AT_ONCE": (bool, False),
    "SECURITY_CONTACT": (list, []),
    "QUICK_EXIT_URL": (str, "https://{language}.wikipedia.org/"),
    "EMAIL_URL": (str, "smtp://localhost:25"),
    "MAINTENANCE": (bool, False),
    "MAINTENANCE_FILE": (str, str(REPOSITORY / ".cache" / "maintenance")),
    "TRUST_PROXY_HTTPS": (bool, False),
    "TRUSTED_PROXIES": (int, 0),
    "SECRET_KEY_FALLBACKS": (list, []),
    "SESSION_IDLE_MINUTES": (int, 120),
    "SESSION_HOURS": (int, 14),
    "SECOND_FACTOR_FOR": (str, "everybody"),
    "DATABASE_CONN_MAX_AGE": (int, 60),
    "LOG_LEVEL": (str, "INFO"),
    "SEARCH_URL": (str, ""),
    "WAGTAIL_API": (bool, False),
    "WEBHOOKS_TO_THIS_MACHINE": (bool, False),
    "AUDIT_KEY": (str, ""),
    "FRONTEND_CACHE": (str, ""),
    "HEADLESS_PREVIEW_CLIENT_URLS": (dict, {}),
}

env = environ.Env(**OPTIONAL)


def require_all() -> None:
    """Stop with one message that names every missing variable, so that one start mends them all.

    Raises ImproperlyConfigured when any of REQUIRED is absent or blank.
    """
    missing = [name for name in REQUIRED if not env.ENVIRON.get(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(
            "The environment lacks " + ", ".join(missing) + ". See .env.example for what each of them is."
        )


def refuse(name: str) -> None:
    """Stop when the environment says what only a demo may.

    Raises ImproperlyConfigured when `name` is there, even blank."""
    if name in env.ENVIRON:
        raise ImproperlyConfigured(f"{name} is for the demo and the tests: production does not start with it.")


def refuse_guessable() -> None:
    """Stop when a secret is one that anybody could think of: an example's, a default, or too short.

    Raises ImproperlyConfigured that names the variable, and not its value."""
    secret = env.ENVIRON.get("SECRET_KEY", "")
    if len(secret) < 50 or len(set(secret)) < 10 or _AN_EXAMPLE.search(secret):
        raise ImproperlyConfigured("SECRET_KEY is short or an example: it takes 50 random characters or more.")
    password = urlsplit(env.ENVIRON.get("DATABASE_URL", "")).password
    if password is not None and _A_DEFAULT.fullmatch(password):
        raise ImproperlyConfigured("The password in DATABASE_URL is one that everybody tries first.")


_AN_EXAMPLE = re.compile(r"django-insecure|change-?me|tests-only|secret-?key", re.IGNORECASE)
_A_DEFAULT = re.compile(r"change-?me|changeit|secret|password|postgres|example|admin|root|", re.IGNORECASE)
