"""Structured logs to standard error: JSON lines, no addresses, no rows, no access log."""

from config.settings.env import env

# Not above "ERROR": Wagtail tells nobody but the log that a cache refused a purge, and there it is counted
# (`newsroom/web/cache_in_front.py`).
_LEVEL = "ERROR" if env("LOG_LEVEL") in ("CRITICAL", "FATAL") else env("LOG_LEVEL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.log_format.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": _LEVEL},
    "loggers": {
        # Django's own handlers mail errors, settings and request included; ours only log.
        "django": {"handlers": [], "level": _LEVEL, "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
        # "Page published: …": a title may name somebody, and stays here when the page is erased. The audit has numbers.
        "wagtail": {"level": "WARNING"},
        # These two write down what is at hand, as far as they are let: everything that a template was given, and the
        # values of every statement.
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
        # So do these: the EXIF of a picture, the names and the contents of what is stored, addresses that are called.
        **{name: {"level": "INFO"} for name in ("PIL", "botocore", "boto3", "s3transfer", "urllib3", "opensearch")},
    },
}
