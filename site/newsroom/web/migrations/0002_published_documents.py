"""What readers got, kept as bytes, and the generation that says when it is no longer what they get."""

from django.db import migrations, models

from newsroom.web.published_documents.generation import READ_BY_THE_PUBLIC, functions, watch

# What ends by itself, and needs no change to end.
GOOD_UNTIL = """
CREATE FUNCTION newsroom_good_until() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(expire_at) FROM wagtailcore_page WHERE live AND expire_at > now()
$$
"""
# Tables that came later are watched where they came (0006).
LATER = ("consent_consent", "consent_reliance")


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0001_revision_files"),
        ("authoring", "0002_document_language"),
        ("consent", "0001_initial"),
        ("review", "0001_initial"),
        ("translation", "0003_machine_made"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("value", models.UUIDField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_generation")],
            },
        ),
        migrations.CreateModel(
            name="PublishedDocument",
            fields=[
                ("address", models.TextField(primary_key=True, serialize=False)),
                ("generation", models.UUIDField()),
                ("release", models.CharField(max_length=32)),
                ("page_id", models.IntegerField(null=True)),
                ("revision_id", models.IntegerField(null=True)),
                ("good_until", models.DateTimeField(null=True)),
                ("headers", models.TextField()),
                ("etag", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                ("gzip", models.BinaryField()),
                ("br", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("page_id", None)), fields=["generation"], name="kept_lists")
                ],
            },
        ),
        # It is no loss when a crash empties the table; and bytes are compressed already.
        migrations.RunSQL(
            [
                "ALTER TABLE web_publisheddocument SET UNLOGGED",
                "ALTER TABLE web_publisheddocument ALTER body SET STORAGE EXTERNAL, ALTER gzip SET STORAGE EXTERNAL, "
                "ALTER br SET STORAGE EXTERNAL",
                "CREATE INDEX newsroom_expiring ON wagtailcore_page (expire_at) WHERE live AND expire_at IS NOT NULL",
                GOOD_UNTIL,
            ],
            ["DROP FUNCTION newsroom_good_until()", "DROP INDEX newsroom_expiring"],
        ),
        functions(),
        *(watch(table, changes) for table, changes in READ_BY_THE_PUBLIC.items() if table not in LATER),
    ]
