"""A picture or a video to take away says whom it shows."""

from django.db import migrations

import newsroom.consent.statement


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0004_what_pictures_said"),
    ]

    operations = [
        migrations.AddField(
            model_name="newsroomdocument",
            name="consents",
            field=newsroom.consent.statement.StatementField(
                blank=True,
                help_text="For pictures and videos to take away: without this word no page offers them.",
                null=True,
                verbose_name="People in it",
            ),
        ),
    ]
