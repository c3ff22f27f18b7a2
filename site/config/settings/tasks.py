"""Background work: a table in our own database, and `manage.py db_worker` to empty it."""

from config.settings.env import env

_BACKEND = (
    "django_tasks.backends.immediate.ImmediateBackend" if env("TASKS_AT_ONCE") else "django_tasks_db.DatabaseBackend"
)
TASKS = {"default": {"BACKEND": _BACKEND}}
