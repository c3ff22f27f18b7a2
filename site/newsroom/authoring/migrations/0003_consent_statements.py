"""A picture says whom it shows."""

from django.db import migrations

import newsroom.consent.statement


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0002_document_language"),
    ]

    operations = [
        migrations.AddField(
            model_name="newsroomimage",
            name="consents",
            field=newsroom.consent.statement.StatementField(
                blank=True,
                help_text="Whoever can be recognised has to have agreed. Without this word it cannot be submitted for review.",
                null=True,
                verbose_name="People in it",
            ),
        ),
    ]
