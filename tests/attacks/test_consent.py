"""Attacks on the rule that readers get nothing that somebody in it did not agree to, or no longer agrees to."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.consent.records import Consent, Reliance
from newsroom.review import approvals
from newsroom.translation.submissions import submit as submit_translation
from tests import factories
from tests.attacks import outside

pytestmark = pytest.mark.django_db

AN_HOUR = datetime.timedelta(hours=1)
TITLE = "The gate that opened at three"


@pytest.fixture(scope="module")
def resting_scenery(scenery):
    def make():
        ana, bel = factories.consent("Ana"), factories.consent("Bel", covers=["photo"])
        story = factories.campaign_story(title=TITLE, consents=factories.rests_on(ana))
        picture = factories.image("The gate", consents=factories.rests_on(bel))
        page = factories.vision(
            title="A town without a gate", body=[("picture", factories.picture_block(image=picture))]
        )
        return {"ana": ana, "bel": bel, "story": story, "vision": page, "es": factories.translated(story, "es")}

    return scenery(make)


@pytest.fixture
def resting(resting_scenery, db):
    """A public story that rests on Ana's consent, in English and Spanish, and a page with a picture of Bel."""
    return resting_scenery.put_up()


def revoke_by_hand(consent):
    """As somebody would who knows SQL and nothing of this site."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consent_consent SET revoked_at = now() WHERE id = %s", [consent.pk])


def end_by_hand(consent):
    """Its hour has come."""
    Consent.objects.filter(pk=consent.pk).update(valid_until=timezone.now() - AN_HOUR)


@pytest.mark.parametrize("end", [revoke_by_hand, end_by_hand])
def test_a_consent_that_is_over_takes_away_what_rests_on_it_in_every_language_and_from_what_is_kept(resting, end):
    assert outside.read(resting["story"]) == TITLE
    assert outside.read(resting["es"]) == f"{TITLE} [es]"
    assert outside.read(resting["vision"]) == "A town without a gate"
    lists = [
        "/en/stories/",
        "/en/search/?q=gate",
        "/en/feed.atom",
        "/sitemap-en.xml",
        "/api/v1/search/?q=gate&locale=en",
    ]
    before = {path: outside.ask(path).content.decode() for path in lists}
    assert all("gate-that-opened" in said or TITLE in said for said in before.values())
    end(resting["ana"])
    assert outside.read(resting["story"]) is None
    assert outside.read(resting["es"]) is None
    assert outside.read(resting["vision"]) == "A town without a gate", "it rests on another consent"
    end(resting["bel"])
    assert outside.read(resting["vision"]) is None
    for path in lists:
        said = outside.ask(path).content.decode()
        assert TITLE not in said, path
        assert "gate-that-opened" not in said, path


def test_the_files_of_a_picture_go_with_the_last_consent_that_it_was_shown_by(resting):
    picture = Consent.objects.get(pk=resting["bel"].pk).reliances.get().revision.as_object().body[0].value["image"]
    picture.get_rendition("width-400")
    end_by_hand(resting["bel"])
    call_command("end_consents", verbosity=0)
    assert not picture.renditions.exists()


def test_a_picture_that_was_approved_before_it_had_to_say_whom_it_shows_rests_on_what_it_says_later():
    picture = factories.image("The gate")
    page = factories.vision(body=[("picture", factories.picture_block(image=picture))])
    type(picture).objects.filter(pk=picture.pk).update(consents=None)
    picture.refresh_from_db()
    bel = factories.consent("Bel")
    picture.consents = factories.rests_on(bel)
    picture.save()
    assert outside.read(page) == page.title
    revoke_by_hand(bel)
    assert outside.read(page) is None


def test_what_is_over_never_comes_back_and_what_was_relied_on_never_changes(resting):
    ana = resting["ana"]
    tries = [
        "UPDATE consent_consent SET languages = '{en}' WHERE id = %s",
        "UPDATE consent_consent SET covers = '{text,photo,video,voice,name,place}' WHERE id = (%s + 1)",
        "UPDATE consent_reliance SET consent_id = consent_id + 1 WHERE consent_id = %s",
        "DELETE FROM consent_reliance WHERE consent_id = %s",
        "DELETE FROM consent_consent WHERE id = %s",
    ]
    for statement in tries:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [ana.pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    revoke_by_hand(ana)
    end_by_hand(resting["bel"])
    for change in ("revoked_at = NULL WHERE id = %s", "valid_until = NULL WHERE id = (%s + 1)"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE consent_consent SET {change}", [ana.pk])
    assert outside.read(resting["story"]) is None


def test_a_consent_that_was_revoked_is_not_replaced_by_a_fresh_one_of_the_same_number(resting):
    """Within one transaction, at whose end the foreign key finds a row again."""
    revoke_by_hand(resting["ana"])
    swap = """
        CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS SELECT * FROM consent_consent WHERE id = %s;
        UPDATE fresh SET revoked_at = NULL;
        DELETE FROM consent_consent WHERE id = %s;
        INSERT INTO consent_consent SELECT * FROM fresh;
    """
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(swap, [resting["ana"].pk] * 2)
    assert outside.read(resting["story"]) is None


def test_an_approved_version_is_not_published_again_once_its_consent_is_over(resting):
    story = resting["story"]
    revision = Revision.objects.get(pk=story.live_revision_id)
    revoke_by_hand(resting["ana"])
    with pytest.raises(PermissionDenied), transaction.atomic():
        revision.publish(user=factories.superuser(), skip_permission_checks=True)
    assert outside.read(story) is None


LATE = {"valid_from": timezone.now() + 24 * AN_HOUR}
PAST = {"valid_from": timezone.now() - 48 * AN_HOUR, "valid_until": timezone.now() - AN_HOUR}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (PAST, "ended on"),
        (LATE, "is valid from"),
        ({"revoked_at": timezone.now()}, "was revoked"),
        ({"covers": ["photo"]}, "does not cover: what they said"),
        ({"languages": ["es"]}, "is not for English"),
        ({"uses": ["social"]}, "is not for this website"),
        ({"covers": ["text"], "says": ("name",)}, "does not cover: their real name"),
    ],
)
def test_nobody_hands_in_or_approves_what_a_consent_does_not_give(fields, why):
    says = fields.get("says", ())
    consent = factories.consent("Ana", **{name: value for name, value in fields.items() if name != "says"})
    story = factories.campaign_story("draft", consents=factories.rests_on(consent, says=says))
    with pytest.raises(PermissionDenied, match=why) as refusal, transaction.atomic():
        factories.submit(story)
    assert "“Ana”" in str(refusal.value)
    with pytest.raises(PermissionDenied, match=why), transaction.atomic():
        approvals.publish_in_emergency(story, factories.superuser(), "It cannot wait.")
    assert outside.read(story) is None


def test_what_does_not_say_whom_it_shows_is_not_approved_by_anybody():
    face, film = (factories.document(name, name, consents=None) for name in ("face.png", "film.mp4"))
    silent = [
        {"consents": None},
        {"consents": {"who": "consents", "which": []}},
        {"consents": {"who": "somebody"}},
        {"consents": {"who": "consents", "which": ["1 OR 1=1", 99_999_999, None]}},
        {"body": [("picture", factories.picture_block(image=factories.image(consents=None)))]},
        {"videos": [("video", factories.video_block(consents={"who": "", "which": [], "says": []}))]},
        {"videos": [("video", factories.video_block(poster=factories.image(consents=None)))]},
        {"toolkit": [("file", factories.file_block(file=face))]},
        {"toolkit": [("file", factories.file_block(file=film))]},
        {"body": [("text", f'<p><a linktype="document" id="{face.pk}">Look</a></p>')]},
    ]
    story = factories.campaign_story("draft")
    for fields in silent:
        said = {"consents": factories.NOBODY, "body": [], "videos": [], "toolkit": []}
        revision = factories.edit(story, **{**said, **fields})
        with pytest.raises(PermissionDenied, match=r"does not say whom|does not exist"), transaction.atomic():
            factories.submit(story)
        with pytest.raises(PermissionDenied, match=r"does not say whom|does not exist"), transaction.atomic():
            approvals.approve(revision, factories.editor(), submitted_by_id=None)
    assert outside.read(story) is None


def test_a_face_to_take_away_goes_with_its_consent_and_a_file_of_words_needs_none():
    ana = factories.consent("Ana", covers=["photo"])
    face = factories.document("A face", "face.png", consents=factories.rests_on(ana))
    story = factories.campaign_story(
        toolkit=[("file", factories.file_block(file=face)), ("file", factories.file_block())]
    )
    assert outside.read(story) == story.title
    revoke_by_hand(ana)
    assert outside.read(story) is None


def test_a_consent_revoked_while_somebody_reviews_ends_the_approval(resting):
    factories.edit(resting["story"], title="Another word")
    factories.submit(resting["story"])
    revoke_by_hand(resting["ana"])
    with pytest.raises(PermissionDenied, match=r"“Ana” .* was revoked"), transaction.atomic():
        factories.decide(resting["story"], "approve")
    assert outside.read(resting["story"]) is None


def test_a_revocation_waits_for_an_approval_that_relies_on_the_consent_so_that_none_comes_between(resting):
    factories.edit(resting["story"], title="Another word")
    factories.submit(resting["story"])
    with CaptureQueriesContext(connection) as asked:
        factories.decide(resting["story"], "approve")
    said = [query["sql"] for query in asked]
    held = next(n for n, sql in enumerate(said) if 'FROM "consent_consent"' in sql and "FOR UPDATE" in sql)
    approved = next(n for n, sql in enumerate(said) if sql.startswith('INSERT INTO "review_approval"'))
    noted = next(n for n, sql in enumerate(said) if sql.startswith('INSERT INTO "consent_reliance"'))
    assert held < approved < noted


def test_a_translation_needs_the_consent_for_its_own_language(resting):
    only_english = factories.consent("Cleo", languages=["en"])
    story = factories.campaign_story(consents=factories.rests_on(only_english))
    translation = factories.started(story, "es")
    factories.translate_strings(translation)
    with pytest.raises(PermissionDenied, match=r"“Cleo” .* is not for Spanish"), transaction.atomic():
        submit_translation(translation.pk, factories.translator("es"))


def test_a_schedule_does_not_outlive_its_consent():
    consent = factories.consent("Ana")
    story = factories.campaign_story("scheduled", consents=factories.rests_on(consent))
    assert Reliance.objects.get(revision_id=story.latest_revision_id).consent == consent
    end_by_hand(consent)
    Revision.objects.filter(pk=story.latest_revision_id).update(approved_go_live_at=timezone.now() - AN_HOUR)
    call_command("publish_due", verbosity=0)
    assert not Page.objects.get(pk=story.pk).live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
