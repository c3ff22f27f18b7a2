"""What a step found was a sentence in English; now it is a message and its values. What is there already stays as it is:
such a sentence has no values, and is shown as it was written."""

from django.db import migrations, models


def write_sentences_out(apps, schema_editor):
    """Without the values, only whole sentences can be read."""
    lines = apps.get_model("consent", "ReceiptStep").objects
    for line in lines.exclude(values={}):
        line.result = line.result % line.values
        line.save(update_fields=["result"])


class Migration(migrations.Migration):
    dependencies = [("consent", "0007_a_consent_that_is_relied_on_stays")]

    operations = [
        migrations.AddField("receiptstep", "values", models.JSONField(default=dict)),
        migrations.RunPython(migrations.RunPython.noop, write_sentences_out),
    ]
