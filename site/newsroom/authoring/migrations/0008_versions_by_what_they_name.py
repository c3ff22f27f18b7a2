"""Which versions name a picture or a file, or hold a part of another one's body, is found by an index, instead of being
looked for in the words of every version (`naming.py`)."""

from django.db import migrations

# A part's number, a number within a stream, and one that rich text links to, however often its quotes are escaped.
NAMES = r"""([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|[:\[,]\s*([0-9]+)\s*(?=[,\]}])|id=\\*"([0-9]{1,9})\\*\""""
INDEX = f"""
CREATE FUNCTION newsroom_named_in(content jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH field AS (
        SELECT key, jsonb_typeof(value) AS kind, value #>> '{{}}' AS said
        FROM jsonb_each(CASE jsonb_typeof(content) WHEN 'object' THEN content ELSE '{{}}' END)
    )
    SELECT array_agg(DISTINCT name) FROM (
        SELECT coalesce(found[1], found[2], found[3]) AS name
        FROM field, regexp_matches(said, '{NAMES}', 'g') AS found WHERE kind IN ('string', 'array', 'object')
        UNION ALL
        SELECT key || '=' || said FROM field WHERE said ~ '^[0-9]{{1,9}}$'
    ) names
$$;

CREATE INDEX newsroom_versions_by_name ON wagtailcore_revision USING gin (newsroom_named_in(content));
"""  # noqa: S608 - our own pattern
NO_INDEX = """
DROP INDEX newsroom_versions_by_name;
DROP FUNCTION newsroom_named_in(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0007_pages_in_menus"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunSQL(INDEX, NO_INDEX)]
