"""A version that has only its date to go by is outdated by what was published after it, whenever that was written."""

import importlib

from django.db import migrations

before = importlib.import_module("newsroom.translation.migrations.0002_hidden_pages").FUNCTION
before = before.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
FUNCTION = before.replace(
    "SELECT today.id, today.created_at\n",
    "SELECT today.id, greatest(today.created_at, source.last_published_at) AS created_at\n",
)


class Migration(migrations.Migration):
    dependencies = [("translation", "0003_machine_made")]

    operations = [migrations.RunSQL(FUNCTION, before)]
