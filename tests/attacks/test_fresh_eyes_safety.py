"""Attacks on consents, media, doors and the audit that a reviewer with fresh eyes tried: each name says what must
happen."""

import pytest
from django.core.cache import cache
from django.test import Client

from newsroom.consent import keeping
from newsroom.consent.take_down import take_down
from newsroom.doors.models import StaffSession
from newsroom.review import law
from newsroom.review.models import Approval
from tests import factories
from tests.attacks.outside import ask, read
from tests.doors.person import AtTheDoor, code_for

pytestmark = pytest.mark.django_db


# Doors


def test_a_stolen_database_opens_nobody_s_session():
    edda = AtTheDoor(factories.editor())
    edda.sign_in()
    assert edda.is_in
    (stolen,) = StaffSession.objects.values_list("pk", flat=True)
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/admin/").status_code == 302
    assert edda.is_in
    edda.client.post("/admin/logout/")
    assert not StaffSession.objects.exists()


def test_a_code_that_was_used_is_no_code_with_a_space_in_it(settings):
    edda = factories.editor()
    settings.SECOND_FACTOR_FOR = edda.username
    owner, thief = AtTheDoor(edda), AtTheDoor(edda)
    owner.sign_in()
    owner.set_up_app()
    owner.client.logout()
    owner.sign_in()
    code = code_for(owner.secret, later=1)
    owner.show_code(code)
    assert owner.is_in
    cache.clear()  # As in another process.
    thief.sign_in()
    thief.show_code(f"{code[:3]} {code[3:]}")
    assert not thief.is_in


# Consents


def revoke(consent):
    keeping.revoke(consent, factories.consent_keeper(), "They asked us to.")


def test_a_translation_goes_with_a_consent_that_its_source_rests_on_only_since():
    ana = factories.consent("Ana")
    story = factories.campaign_story(consents=factories.NOBODY)
    spanish = factories.translated(story, "es")
    factories.publish(story, title="Somebody knew her", consents=factories.rests_on(ana))
    assert read(spanish)
    revoke(ana)
    assert read(story) is None
    assert read(spanish) is None


def test_a_translation_rests_on_what_its_source_rests_on_though_it_says_that_it_shows_nobody():
    ana = factories.consent("Ana")
    story = factories.campaign_story(consents=factories.rests_on(ana))
    spanish, by = factories.translated(story, "es"), factories.translator("es")
    factories.edit(spanish, by=by, consents=factories.NOBODY)
    factories.submit(spanish, by=by)
    factories.decide(spanish, "approve", factories.reviewer("es"))
    assert read(spanish)
    revoke(ana)
    assert read(spanish) is None


def test_a_page_from_before_there_were_consents_goes_with_the_one_that_its_picture_names_since():
    picture = factories.image(consents=None)
    page = factories.vision("draft", body=[("picture", factories.picture_block(image=picture))])
    revision, editor = page.get_latest_revision(), factories.editor()
    told = {"author_id": revision.user_id, "approved_by": editor, "digest": law.digest(revision.content)}
    Approval.objects.bulk_create([Approval(page_id=page.pk, revision=revision, **told)])  # Nobody asked for a consent.
    revision.publish(skip_permission_checks=True)
    ana = factories.consent("Ana")
    picture.refresh_from_db()
    picture.consents = factories.rests_on(ana)
    picture.save()
    assert read(page)
    revoke(ana)
    assert read(page) is None


# Take-down


def test_a_draft_that_is_taken_down_answers_as_one_that_never_was():
    story = factories.campaign_story("draft", title="Maria was taken")
    page, data = "/en/" + story.url_path.split("/", 2)[2], f"/api/v1/pages/{story.pk}/"
    key = f"/api/v1/pages/by-key/{story.translation_key}/?locale=en"
    addresses = [page, f"{page}toolkit.zip", data, key, f"/api/v1/pages/find/?path={page}", f"/share/{story.pk}.png"]
    take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert {address: ask(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)
