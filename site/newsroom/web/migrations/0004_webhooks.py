"""The outbox of webhooks, and who may say where they go."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import newsroom.web.webhooks.models


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0003_pictures_of_revisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncedPage",
            fields=[
                ("page_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("page_type", models.CharField(max_length=100)),
                ("lang", models.CharField(max_length=20)),
                ("translation_key", models.UUIDField()),
                ("revision_id", models.BigIntegerField()),
                ("url_path", models.TextField()),
                ("is_outdated", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("delivered", "delivered"), ("dead", "given up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("give_up_at", models.DateTimeField(null=True)),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "url",
                    models.CharField(
                        help_text="Begins with https:// and leads to a server on the internet.",
                        max_length=500,
                        verbose_name="address",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("published", "Published: a page is public that was not"),
                                ("updated", "Updated: a public page has another version or another address"),
                                ("unpublished", "Unpublished: a page is not public any more"),
                                ("taken_down", "Taken down: a page is gone in every language"),
                                ("translation_outdated", "Outdated: a public translation's source says something else"),
                                ("redirect_changed", "Redirect: an old address leads elsewhere, or nowhere"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        help_text="None chosen means all of them.",
                        size=None,
                        verbose_name="events",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="While it is not, nothing is sent there, and nothing new is kept for it.",
                        verbose_name="active",
                    ),
                ),
                ("switched_off_because", models.TextField(blank=True)),
                ("secret", models.CharField(default=newsroom.web.webhooks.models.new_secret, max_length=200)),
                ("previous_secret", models.CharField(blank=True, max_length=200)),
                ("previous_secret_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "permissions": [("manage_webhooks", "Send news of public changes to other programs")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(default=newsroom.web.webhooks.models.new_uid, max_length=40, unique=True)),
                ("kind", models.CharField(max_length=30, verbose_name="event")),
                ("subject", models.CharField(db_index=True, max_length=60)),
                ("page_id", models.BigIntegerField(null=True)),
                ("page_type", models.CharField(blank=True, max_length=100)),
                ("lang", models.CharField(blank=True, max_length=20)),
                ("translation_key", models.UUIDField(null=True)),
                ("revision_id", models.BigIntegerField(null=True)),
                ("redirect_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("status", models.IntegerField(null=True)),
                ("outcome", models.CharField(max_length=200)),
                ("milliseconds", models.IntegerField()),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="log", to="web.webhookdelivery"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="endpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="web.webhookendpoint"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="web.webhookevent"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["event", "due_at"], name="webhooks_that_wait"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(fields=("event", "endpoint"), name="a_message_once_for_an_endpoint"),
        ),
    ]
