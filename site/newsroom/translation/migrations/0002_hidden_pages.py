"""Which translations of safety-critical pages readers do not get: see `newsroom.translation.freshness.hidden_q`.

An index of its own finds the few revisions that are safety-critical without reading what all of them say, so the
function costs next to nothing where there is none. What "outdated" means is the same as in `outdated_pages`.
"""

from django.db import migrations

CRITICAL = "(content -> 'hide_when_outdated') = 'true'::jsonb"

FUNCTION = f"""
CREATE FUNCTION newsroom_hidden_pages(source_language text) RETURNS SETOF integer LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM wagtailcore_revision WHERE {CRITICAL}) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH flagged AS MATERIALIZED (
    SELECT id FROM wagtailcore_revision WHERE {CRITICAL}
  ),
  critical AS MATERIALIZED (
    SELECT page.translation_key, page.live AND page.live_revision_id = approval.revision_id AS is_today
    FROM flagged
    JOIN review_approval approval ON approval.revision_id = flagged.id
    JOIN wagtailcore_page page ON page.id = approval.page_id
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id AND locale.language_code = source_language
  ),
  candidate AS (
    SELECT id, translation_key, locale_id, live_revision_id FROM wagtailcore_page
    WHERE translation_key IN (SELECT translation_key FROM critical)
    UNION
    SELECT id, translation_key, locale_id, live_revision_id FROM wagtailcore_page
    WHERE live_revision_id IN (SELECT id FROM flagged)
  )
  SELECT page.id
  FROM candidate page
  JOIN wagtailcore_locale locale ON locale.id = page.locale_id AND locale.language_code <> source_language
  JOIN wagtailcore_revision revision ON revision.id = page.live_revision_id
  LEFT JOIN translation_submission submission ON submission.revision_id = page.live_revision_id
  LEFT JOIN LATERAL (
    SELECT today.id, greatest(today.created_at, source.last_published_at) AS created_at
    FROM wagtailcore_page source
    JOIN wagtailcore_locale locale ON locale.id = source.locale_id AND locale.language_code = source_language
    JOIN wagtailcore_revision today ON today.id = source.live_revision_id
    WHERE source.translation_key = page.translation_key AND source.live
      AND EXISTS (SELECT FROM review_approval WHERE page_id = source.id AND revision_id = source.live_revision_id)
    LIMIT 1
  ) today ON true
  WHERE today.id IS NULL
    OR (
      page.translation_key IN (SELECT translation_key FROM critical WHERE is_today)
      AND CASE
        WHEN submission.id IS NULL THEN today.created_at > revision.created_at
        ELSE submission.source_revision_id IS DISTINCT FROM today.id
      END
    );
END $$
"""  # noqa: S608  (nothing in it comes from anybody)


class Migration(migrations.Migration):
    dependencies = [
        ("translation", "0001_sources_and_submissions"),
        ("review", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX newsroom_safety_critical ON wagtailcore_revision (id) WHERE {CRITICAL}",
            "DROP INDEX newsroom_safety_critical",
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION newsroom_hidden_pages(text)"),
    ]
