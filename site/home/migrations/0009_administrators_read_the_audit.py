"""Administrators read and export who did what."""

from django.db import migrations

ADMINISTRATORS, CODENAME = "Administrators", "read_audit"


def permit(apps, schema_editor):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="audit", model="auditentry")
    allowed, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=CODENAME, defaults={"name": "Read and export who did what"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATORS):
        group.permissions.add(allowed)


def withdraw(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=ADMINISTRATORS):
        group.permissions.remove(*group.permissions.filter(codename=CODENAME, content_type__app_label="audit"))


class Migration(migrations.Migration):
    dependencies = [("home", "0008_consent_statements"), ("audit", "0001_audit")]

    operations = [migrations.RunPython(permit, withdraw)]
