"""Structured logs to standard error: JSON lines, no addresses, no access log."""

from config.settings.env import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.log_format.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL")},
    "loggers": {
        # Django's own handlers mail errors, settings and request included; ours only log.
        "django": {"handlers": [], "level": env("LOG_LEVEL"), "propagate": True},
        "django.server": {"handlers": [], "propagate": False},
    },
}
