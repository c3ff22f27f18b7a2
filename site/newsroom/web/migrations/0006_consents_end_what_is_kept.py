"""What readers got is no longer given as soon as a consent that it rests on is over: revoked, or by itself."""

from django.db import migrations

from newsroom.web.published_documents.generation import READ_BY_THE_PUBLIC, watch

# What ends by itself, and needs no change to end.
GOOD_UNTIL = """
CREATE OR REPLACE FUNCTION newsroom_good_until() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT least(
    (SELECT min(expire_at) FROM wagtailcore_page WHERE live AND expire_at > now()),
    (SELECT min(valid_until) FROM consent_consent WHERE valid_until > now() AND revoked_at IS NULL))
$$
"""
BEFORE = """
CREATE OR REPLACE FUNCTION newsroom_good_until() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(expire_at) FROM wagtailcore_page WHERE live AND expire_at > now()
$$
"""


class Migration(migrations.Migration):
    dependencies = [("web", "0005_preview_links"), ("consent", "0002_consents")]

    operations = [
        migrations.RunSQL(GOOD_UNTIL, BEFORE),
        *(watch(table, READ_BY_THE_PUBLIC[table]) for table in ("consent_consent", "consent_reliance")),
    ]
