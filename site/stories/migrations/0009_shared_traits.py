"""What stories share is found by an index, instead of being looked for in every story (`near.py`)."""

from django.db import migrations, models

# All that `str.strip` takes away, as `split_places` does: what is pasted from a web page has no-break spaces, and
# Chinese keyboards have a space of their own.
SPACE = "".join(
    rf"\u{ord(each):04x}"
    for each in "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
TRAITS = rf"""
CREATE FUNCTION stories_traits_of(place text, region text, issues jsonb)
RETURNS TABLE (kind text, value text) LANGUAGE sql IMMUTABLE AS $$
    SELECT 'place', btrim(part, E'{SPACE}') FROM regexp_split_to_table(place, '[,،，、]') part
    WHERE btrim(part, E'{SPACE}') <> ''
    UNION SELECT 'region', region WHERE region <> ''
    UNION SELECT 'issue', issue
    FROM jsonb_array_elements_text(CASE jsonb_typeof(issues) WHEN 'array' THEN issues ELSE '[]' END) issue
    WHERE issue IS NOT NULL
$$;

CREATE FUNCTION stories_keep_traits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM stories_sharedtrait WHERE page_id = OLD.page_ptr_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO stories_sharedtrait (page_id, locale_id, kind, value)
        SELECT NEW.page_ptr_id, page.locale_id, kind, value
        FROM wagtailcore_page page, stories_traits_of(NEW.place, NEW.region, NEW.issues)
        WHERE page.id = NEW.page_ptr_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER stories_keep_traits AFTER INSERT OR DELETE OR UPDATE OF page_ptr_id, place, region, issues
    ON stories_campaignstorypage FOR EACH ROW EXECUTE FUNCTION stories_keep_traits();

INSERT INTO stories_sharedtrait (page_id, locale_id, kind, value)
SELECT page.id, page.locale_id, kind, value
FROM stories_campaignstorypage story JOIN wagtailcore_page page ON page.id = story.page_ptr_id,
    stories_traits_of(story.place, story.region, story.issues);
"""  # noqa: S608 - our own characters
NO_TRAITS = """
DROP TRIGGER stories_keep_traits ON stories_campaignstorypage;
DROP FUNCTION stories_keep_traits();
DROP FUNCTION stories_traits_of(text, text, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0008_stories_near_each_other")]

    operations = [
        migrations.CreateModel(
            name="SharedTrait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_id", models.IntegerField()),
                ("locale_id", models.IntegerField()),
                ("kind", models.TextField()),
                ("value", models.TextField()),
            ],
        ),
        migrations.RemoveIndex(model_name="campaignstorypage", name="stories_by_region"),
        migrations.RemoveIndex(model_name="campaignstorypage", name="stories_by_issue"),
        migrations.RemoveIndex(model_name="campaignstorypage", name="stories_by_place"),
        migrations.AddIndex(
            model_name="sharedtrait",
            index=models.Index(fields=["page_id"], name="traits_by_story"),
        ),
        migrations.AddConstraint(
            model_name="sharedtrait",
            constraint=models.UniqueConstraint(
                fields=("locale_id", "kind", "value", "page_id"), name="a_story_has_a_trait_once"
            ),
        ),
        migrations.RunSQL(TRAITS, NO_TRAITS),
    ]
