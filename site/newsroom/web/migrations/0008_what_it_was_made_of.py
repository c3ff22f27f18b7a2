"""Bytes of a page are used again where they would be made of just the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0007_leases")]

    operations = [
        migrations.AddField("publisheddocument", "made_of", models.CharField(max_length=32, null=True)),
    ]
