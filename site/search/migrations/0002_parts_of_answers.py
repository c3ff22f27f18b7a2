"""What a search's answer shows of a page, ready to be put together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_words_of_public_pages")]

    operations = [
        migrations.AddField("publicwords", "parts", models.TextField(null=True)),
        migrations.AddField("publicwords", "parts_digest", models.BigIntegerField(null=True)),
        migrations.AddField("publicwords", "parts_made_of", models.TextField(null=True)),
    ]
