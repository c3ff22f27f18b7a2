"""Consent keepers: the one role that records consents, and sees names and contacts."""

from django.db import migrations

KEEPERS = "Consent keepers"
# (app label, model, codename, its name where nobody made it yet)
MAY = (
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
    ("consent", "consent", "keep_consents", "Keep consents: record and revoke them, and see names and contacts"),
)


def make_role(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=KEEPERS)
    for app_label, model, codename, name in MAY:
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
        allowed, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(allowed)


def remove_role(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=KEEPERS).delete()


class Migration(migrations.Migration):
    dependencies = [("home", "0006_administrators_manage_webhooks"), ("consent", "0002_consents")]

    operations = [migrations.RunPython(make_role, remove_role)]
