"""Keep lists of partners that arrive as text, row by row, until they have become pages."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Names that are alike are found by their trigrams. A trusted extension: the database's owner may create it.
        # A trusted extension since PostgreSQL 13: who may create a table in the database may create it.
        TrigramExtension(),
        migrations.CreateModel(
            name="PartnerImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("created", "in review"), ("set_aside", "set aside")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("source_name", models.CharField(blank=True, max_length=255)),
                ("source_text", models.TextField()),
                ("unused_columns", models.JSONField(default=list)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("created_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "index",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_imports",
                        to="stories.partnerindexpage",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "partner import",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PartnerImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("raw", models.TextField()),
                ("notes", models.JSONField(default=list)),
                ("name", models.TextField(blank=True)),
                ("kind", models.TextField(blank=True)),
                ("places", models.TextField(blank=True)),
                ("issues", models.TextField(blank=True)),
                ("languages", models.TextField(blank=True)),
                ("website", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("create", "Create it"),
                            ("same", "It is the same: do not create it"),
                            ("leave_out", "Leave it out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_about", models.CharField(blank=True, max_length=80)),
                (
                    "page",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="partner_import_row",
                        to="stories.partnerpage",
                    ),
                ),
                (
                    "partner_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="stories.partnerimport"
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stories.partnerpage",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="partnerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("created_at__isnull", False), ("state", "created")),
                    models.Q(("created_at__isnull", True), ("state__in", ["waiting", "set_aside"])),
                    _connector="OR",
                ),
                name="an_import_says_when_it_created",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerimportrow",
            constraint=models.UniqueConstraint(
                fields=("partner_import", "position"), name="one_row_in_each_place_of_an_import"
            ),
        ),
    ]
