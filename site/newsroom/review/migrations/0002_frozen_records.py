"""The law in the database: an approval is never changed, and neither is a revision that has one."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION newsroom_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An approval is a record: it is never changed.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER newsroom_approvals_are_records BEFORE UPDATE ON review_approval
    FOR EACH ROW EXECUTE FUNCTION newsroom_refuse_change();

CREATE FUNCTION newsroom_keep_approved_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM review_approval WHERE revision_id = OLD.id) THEN
        RAISE EXCEPTION 'Revision % was approved: its content is never changed.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER newsroom_approved_revisions_are_kept BEFORE UPDATE OF content, object_id, base_content_type_id
    ON wagtailcore_revision FOR EACH ROW
    WHEN (OLD.content IS DISTINCT FROM NEW.content OR OLD.object_id IS DISTINCT FROM NEW.object_id)
    EXECUTE FUNCTION newsroom_keep_approved_revision();
"""

THAW = """
DROP TRIGGER newsroom_approved_revisions_are_kept ON wagtailcore_revision;
DROP FUNCTION newsroom_keep_approved_revision();
DROP TRIGGER newsroom_approvals_are_records ON review_approval;
DROP FUNCTION newsroom_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
