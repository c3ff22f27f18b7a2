"""Consents, what rests on them, and what the database itself does not let anybody change about them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# A person's yes stays what it was: wider than they gave it, it would carry what they never agreed to; narrower, it would
# say that pages rest on less than was approved. What is over never comes back by a clock or by hand.
FREEZE = """
CREATE FUNCTION newsroom_keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
        RAISE EXCEPTION 'Consent % was revoked: that stays so.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.valid_until <= statement_timestamp() AND NEW.valid_until IS DISTINCT FROM OLD.valid_until THEN
        RAISE EXCEPTION 'Consent % has ended: that stays so.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.covers, OLD.languages, OLD.uses, OLD.valid_from)
        IS DISTINCT FROM (NEW.covers, NEW.languages, NEW.uses, NEW.valid_from)
        AND EXISTS (SELECT FROM consent_reliance WHERE consent_id = OLD.id) THEN
        RAISE EXCEPTION 'Something rests on consent %: its scope is never changed.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER newsroom_consents_stay_as_given BEFORE UPDATE ON consent_consent
    FOR EACH ROW EXECUTE FUNCTION newsroom_keep_consent();

CREATE FUNCTION newsroom_keep_reliance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- With its approval it may go: that is with its page.
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM review_approval WHERE id = OLD.approval_id) THEN
        RAISE EXCEPTION 'What an approval rests on is a record: it is never changed.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER newsroom_reliances_are_records AFTER UPDATE OR DELETE ON consent_reliance
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION newsroom_keep_reliance();
"""

THAW = """
DROP TRIGGER newsroom_reliances_are_records ON consent_reliance;
DROP FUNCTION newsroom_keep_reliance();
DROP TRIGGER newsroom_consents_stay_as_given ON consent_consent;
DROP FUNCTION newsroom_keep_consent();
"""

# Every public read asks this, so it is one small set, found once for a query (decision 0011).
HIDDEN = """
CREATE FUNCTION newsroom_revisions_without_consent() RETURNS SETOF integer LANGUAGE plpgsql STABLE ROWS 10 AS $$
BEGIN
  RETURN QUERY
  SELECT DISTINCT reliance.revision_id
  FROM consent_consent consent JOIN consent_reliance reliance ON reliance.consent_id = consent.id
  WHERE consent.revoked_at IS NOT NULL OR consent.valid_until <= statement_timestamp();
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0001_initial"),
        ("review", "0003_which_page_it_is"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pseudonym",
                    models.CharField(
                        help_text="What colleagues call them here: a first name that is not theirs, or a word. Readers never see it.",
                        max_length=120,
                        verbose_name="pseudonym",
                    ),
                ),
                ("sealed_name", models.TextField(blank=True, editable=False)),
                ("sealed_contact", models.TextField(blank=True, editable=False)),
                (
                    "covers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("text", "what they said or what is told of them"),
                                ("photo", "photos"),
                                ("video", "video"),
                                ("voice", "their voice"),
                                ("name", "their real name"),
                                ("place", "where they live"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="covers",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        help_text="In which languages it may be told.",
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                (
                    "uses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("web", "this website"),
                                ("offline", "what people take away: files, sheets, an offline edition"),
                                ("social", "social media"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="where",
                    ),
                ),
                (
                    "how_given",
                    models.TextField(
                        help_text="When, where and in whose presence. Name nobody here: use the pseudonym.",
                        verbose_name="how it was given",
                    ),
                ),
                ("valid_from", models.DateTimeField(default=django.utils.timezone.now, verbose_name="from")),
                (
                    "valid_until",
                    models.DateTimeField(
                        blank=True, help_text="Empty: until it is revoked.", null=True, verbose_name="until"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revoked at")),
                ("revoked_reason", models.TextField(blank=True, editable=False, verbose_name="why it was revoked")),
                ("told_days_before", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "ordering": ["pseudonym", "pk"],
                "permissions": [("keep_consents", "Keep consents: record and revoke them, and see names and contacts")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Reliance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reliances", to="review.approval"
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reliances", to="consent.consent"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.revision"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["valid_until"], name="consents_by_end"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("covers", []), _negated=True), name="a_consent_covers_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages", []), _negated=True), name="a_consent_names_languages"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("uses", []), _negated=True), name="a_consent_names_where"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                ),
                name="a_consent_ends_after_it_begins",
                violation_error_message="It ends before it begins: check the two dates.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reliance",
            constraint=models.UniqueConstraint(fields=("approval", "consent"), name="an_approval_rests_on_it_once"),
        ),
        migrations.RunSQL(FREEZE, THAW),
        migrations.RunSQL(HIDDEN, "DROP FUNCTION newsroom_revisions_without_consent()"),
    ]
