"""Revisions note their pictures too. What was noted without them is noted anew when it is next asked for."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


def forget(apps, schema_editor):
    apps.get_model("web", "RevisionFiles").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("web", "0002_published_documents")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name="revisionfiles",
            name="images",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="revisionfiles",
            index=django.contrib.postgres.indexes.GinIndex(fields=["images"], name="revisions_by_image"),
        ),
    ]
