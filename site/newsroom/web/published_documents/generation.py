"""The generation: one row of the database that is another one after every change that readers could notice.

Triggers see to it, within the transaction of the change, so no road leads past it: neither the ORM nor a command nor
SQL by hand. What was made of one generation is never given in another.

A draft is no such change. Every table is named here, as one that readers' answers are made from or as one that they are
not; a test holds this against the database, so that whoever adds a table has to say which it is.
"""

from __future__ import annotations

from django.db import migrations

from newsroom.web.published_documents.lease import AFTER_LEASES

# What every page of the admin writes, and no reader sees: drafts, and who is at work on them.
_UNSEEN_COLUMNS = (
    "latest_revision_id",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    "locked",
    "locked_at",
    "locked_by_id",
    "owner_id",
    "go_live_at",
    "numchild",
)
_UNSEEN = "ARRAY[" + ", ".join(f"'{name}'" for name in _UNSEEN_COLUMNS) + "]"

# The tables that a public answer is made from, and when a change of a row of theirs is one for readers.
ALWAYS = {"INSERT": "true", "DELETE": "true", "UPDATE": "OLD.* IS DISTINCT FROM NEW.*"}
READ_BY_THE_PUBLIC: dict[str, dict[str, str]] = {
    "wagtailcore_page": {
        "INSERT": "NEW.live",
        "DELETE": "OLD.live",
        "UPDATE": f"(OLD.live OR NEW.live) AND to_jsonb(OLD) - {_UNSEEN} IS DISTINCT FROM to_jsonb(NEW) - {_UNSEEN}",
    },
    # A new revision says nothing to readers before a page goes live on it.
    "wagtailcore_revision": {"DELETE": "true", "UPDATE": "OLD.* IS DISTINCT FROM NEW.*"},
    "wagtailcore_pageviewrestriction": ALWAYS,
    "wagtailcore_collection": ALWAYS,
    "wagtailcore_collectionviewrestriction": ALWAYS,
    "wagtailcore_locale": ALWAYS,
    "wagtailcore_site": ALWAYS,
    "wagtailredirects_redirect": ALWAYS,
    "review_approval": ALWAYS,
    "consent_takedown": ALWAYS,
    # Readers never see what a consent says; they notice that it is over.
    "consent_consent": {
        "DELETE": "true",
        "UPDATE": "(OLD.revoked_at, OLD.valid_until) IS DISTINCT FROM (NEW.revoked_at, NEW.valid_until)",
    },
    "consent_reliance": ALWAYS,
    "translation_submission": ALWAYS,
    "authoring_newsroomimage": ALWAYS,
    "authoring_newsroomrendition": ALWAYS,
    "authoring_newsroomdocument": ALWAYS,
}

# Words come from approved revisions, never from these; search is asked anew each time; the rest is the newsroom's own.
NOT_READ_BY_THE_PUBLIC = {
    *("home_homepage", "home_aboutpage", "home_visionpage", "commitments_commitmentindexpage"),
    *("commitments_commitmentpage", "stories_announcementpage", "stories_campaignstorypage", "stories_partnerpage"),
    *("stories_storyindexpage", "stories_partnerindexpage", "stories_partnerimport", "stories_partnerimportrow"),
    "stories_sharedtrait",
    "web_previewlink",
    "consent_evidence",
    # Only what is answered with 200 is kept, and an erased page was taken down before.
    *("consent_receiptstep", "consent_erasure", "consent_erasedpage", "consent_erasedaddress"),
    *("web_announcedpage", "web_webhookendpoint", "web_webhookevent", "web_webhookdelivery", "web_webhookattempt"),
    *("web_generation", "web_publisheddocument", "web_revisionfiles"),
    *("wagtailsearch_indexentry", "search_publicwords", "search_word"),
    *("review_editorialreviewtask", "review_editorialreviewtask_groups"),
    *("review_languagereviewtask", "review_languagereviewtask_groups"),
    *("translation_sourcereading", "translation_removal"),
    *("django_tasks_database_dbtaskresult", "django_content_type", "django_session", "django_migrations"),
    *("taggit_tag", "taggit_taggeditem"),
    *("wagtailcore_pageviewrestriction_groups", "wagtailcore_collectionviewrestriction_groups"),
    # Wagtail's own models of these two are replaced by ours.
    *("wagtailimages_image", "wagtailimages_rendition", "wagtaildocs_document"),
}
NOT_READ_PREFIXES = (
    "account_",
    "audit_",
    "auth_",
    "doors_",
    "mfa_",
    "wagtail_localize_",
    "wagtailadmin_",
    "wagtailembeds_",
    "wagtailusers_",
    "wagtailcore_",
)

_NEXT = """
CREATE OR REPLACE FUNCTION newsroom_next_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Once a transaction: nobody sees any of it before all of it.
  IF current_setting('newsroom.changed_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
    {first}INSERT INTO web_generation (id, value) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET value = excluded.value;
    PERFORM set_config('newsroom.changed_in', pg_current_xact_id()::text, true);
  END IF;
  RETURN NULL;
END $$
"""
NEXT, NEXT_WITHOUT_LEASES = _NEXT.format(first=AFTER_LEASES), _NEXT.format(first="")


def functions() -> migrations.RunSQL:
    """The operation that lets there be a first generation, and a next one."""
    return migrations.RunSQL(
        [NEXT_WITHOUT_LEASES, "INSERT INTO web_generation (id, value) VALUES (1, gen_random_uuid())"],
        ["DROP FUNCTION newsroom_next_generation()", "DELETE FROM web_generation"],
    )


def watch(table: str, changes: dict[str, str] = ALWAYS) -> migrations.RunSQL:
    """The operation that makes changes of a table's rows begin a generation: {INSERT, UPDATE or DELETE: when}.

    The triggers wait for the end of the transaction, so that nobody has to wait for a long one to be the next."""
    return migrations.RunSQL(
        [
            f"CREATE CONSTRAINT TRIGGER newsroom_generation_{event.lower()} AFTER {event} ON {table} "
            f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION newsroom_next_generation()"
            for event, when in changes.items()
        ],
        [f"DROP TRIGGER newsroom_generation_{event.lower()} ON {table}" for event in changes],
    )
