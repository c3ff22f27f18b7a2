"""A consent that something rests on is not deleted, not even to be put back within the same transaction: the foreign
key looks only at its end, and another row of the same number, not revoked, would bring pages back."""

from django.db import migrations

KEEP = """
CREATE FUNCTION newsroom_keep_relied_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consent_reliance WHERE consent_id = OLD.id) THEN
        RAISE EXCEPTION 'Something rests on consent %: it is never deleted.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER newsroom_relied_on_consents_stay BEFORE DELETE ON consent_consent
    FOR EACH ROW EXECUTE FUNCTION newsroom_keep_relied_on();
"""
LET_GO = """
DROP TRIGGER newsroom_relied_on_consents_stay ON consent_consent;
DROP FUNCTION newsroom_keep_relied_on();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_taken_down_in_one_act")]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
