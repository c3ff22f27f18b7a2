"""Administrators say where webhooks go."""

from django.db import migrations

ADMINISTRATORS, CODENAME = "Administrators", "manage_webhooks"


def permit(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="web", model="webhookendpoint"
    )
    allowed, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=CODENAME, defaults={"name": "Send news of public changes to other programs"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATORS):
        group.permissions.add(allowed)


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATORS):
        group.permissions.remove(*group.permissions.filter(codename=CODENAME, content_type__app_label="web"))


class Migration(migrations.Migration):
    dependencies = [("home", "0005_hide_when_outdated"), ("web", "0004_webhooks")]

    operations = [migrations.RunPython(permit, withdraw)]
