"""Background work: a table in our own database, and `manage.py db_worker` to empty it."""

from config.settings.env import env

_BACKEND = (
    "django_tasks.backends.immediate.ImmediateBackend" if env("TASKS_AT_ONCE") else "django_tasks_db.DatabaseBackend"
)
# Webhooks go to https addresses on the internet. A demo and the tests have their receiver on 127.0.0.1.
WEBHOOKS_TO_THIS_MACHINE = env("WEBHOOKS_TO_THIS_MACHINE")
TASKS = {"default": {"BACKEND": _BACKEND}}
