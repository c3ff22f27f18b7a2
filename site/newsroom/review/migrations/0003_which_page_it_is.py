"""The law in the database: a page that was approved stays the page that it is, in its language."""

from django.db import migrations

# A take-down names a page by its translation key, and readers get an approved page in the language of its row. With
# another key an approved page would come back from a take-down; in another language it was never approved.
FREEZE = """
CREATE FUNCTION newsroom_keep_which_page_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM review_approval WHERE page_id = OLD.id) THEN
        RAISE EXCEPTION 'Page % was approved: its translation key and its language are never changed.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER newsroom_approved_pages_stay_themselves BEFORE UPDATE OF translation_key, locale_id
    ON wagtailcore_page FOR EACH ROW
    WHEN (OLD.translation_key IS DISTINCT FROM NEW.translation_key OR OLD.locale_id IS DISTINCT FROM NEW.locale_id)
    EXECUTE FUNCTION newsroom_keep_which_page_it_is();
"""

THAW = """
DROP TRIGGER newsroom_approved_pages_stay_themselves ON wagtailcore_page;
DROP FUNCTION newsroom_keep_which_page_it_is();
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0002_frozen_records")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
