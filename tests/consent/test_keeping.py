"""Consents are kept by the one role that is for it; names are sealed, and whoever reads one leaves a trace."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry

from newsroom.consent import keeping
from newsroom.consent.records import Consent
from tests import factories
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

NAME, CONTACT = "Xiomara Quetzal Villaseñor", "+1 555 0199 at night"
PAPER = b"%PDF-1.7 signed by Xiomara Quetzal"


def recorded(desk, **changes):
    """A consent as its keeper records it in the admin."""
    form = {
        "pseudonym": "Ana", "covers": ["text", "photo"], "languages": ["*"], "uses": ["web"],
        "valid_from": "2026-01-01 00:00", "valid_until": "", "how_given": "At the table.",
        "legal_name": NAME, "contact": CONTACT,
        "document": SimpleUploadedFile("Xiomara.pdf", PAPER), **changes,
    }  # fmt: skip
    answer = desk.post("newsroom_record_consent", **form)
    assert answer.status_code == 302, answer.context["form"].errors
    return Consent.objects.latest("pk")


def everything_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = [name for (name,) in cursor.fetchall()]
        said = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            said += [row for (row,) in cursor.fetchall()]
    return "\n".join(said)


def test_a_keeper_records_a_consent_and_reads_who_it_is_and_the_log_says_that_they_did():
    desk = Desk(factories.consent_keeper())
    consent = recorded(desk)
    stored = everything_in_the_database()
    for secret in ("Xiomara", "Quetzal", "555 0199", "signed by"):
        assert secret not in stored
    html = desk.read("newsroom_consent", consent.pk)
    assert "At the table." in html
    assert "Xiomara" not in html
    address = reverse("newsroom_consent", args=[consent.pk])
    answer = desk.client.post(address)
    assert NAME in answer.content.decode()
    assert CONTACT in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    paper = desk.post("newsroom_read_consent_document", consent.evidence.get().pk)
    assert (paper.content, paper["Content-Type"]) == (PAPER, "application/octet-stream")
    assert paper["Content-Disposition"].startswith("attachment")
    done = ModelLogEntry.objects.filter(object_id=consent.pk, user=desk.person).order_by("timestamp")
    assert [entry.action.removeprefix("newsroom.consent_") for entry in done] == [
        "recorded", "document_added", "identity_read", "document_read",
    ]  # fmt: skip
    assert "Ana" not in "".join(f"{entry.label} {entry.data}" for entry in done)


@pytest.mark.parametrize("who", [factories.writer, factories.duty_editor, factories.administrator])
def test_nobody_else_records_revokes_or_reads_names_and_those_who_write_see_pseudonym_scope_and_state(who):
    consent = recorded(Desk(factories.consent_keeper()))
    kept = consent.evidence.get()
    desk = Desk(who())
    writes = who is not factories.duty_editor
    shown = desk.client.get(reverse("newsroom_consent", args=[consent.pk]))
    assert (shown.status_code == 200) == writes
    if writes:
        said = shown.content.decode() + desk.read("newsroom_consents")
        assert "Ana" in said
        assert "photos" in said
        assert "Valid" in said
        for secret in ("At the table.", "Xiomara", "Show name and contact", "Revoke…", "Record…"):
            assert secret not in said
    closed = [("newsroom_record_consent", []), ("newsroom_revoke_consent", [consent.pk])]
    closed += [("newsroom_move_consent_end", [consent.pk]), ("newsroom_add_consent_document", [consent.pk])]
    closed += [("newsroom_read_consent_document", [kept.pk]), ("newsroom_consent", [consent.pk])]
    for name, args in closed:
        answer = desk.post(name, *args, reason="They asked us to.")
        assert answer.status_code == 302, name
        assert b"Xiomara" not in answer.content
    consent.refresh_from_db()
    assert consent.revoked_at is None
    for attempt in (
        keeping.identity,
        lambda c, p: keeping.revoke(c, p, "why"),
        lambda c, p: keeping.move_end(c, p, None),
    ):
        with pytest.raises(PermissionDenied):
            attempt(consent, desk.person)


def test_the_start_page_says_until_when_a_consent_that_ends_soon_is_good():
    end = timezone.now() + datetime.timedelta(days=3)
    factories.consent("Soona", valid_until=end)
    said = " ".join(Desk(factories.consent_keeper()).read("wagtailadmin_home").split())
    assert f"until {date_format(timezone.localtime(end), 'DATETIME_FORMAT')}" in said


def test_the_report_filters_by_state_says_what_rests_on_each_and_is_no_file():
    desk = Desk(factories.consent_keeper())
    now, day = timezone.now(), datetime.timedelta(days=1)
    factories.consent("Valida")
    soon = factories.consent("Soona", valid_until=now + 3 * day)
    factories.consent("Endeda", valid_from=now - 9 * day, valid_until=now - day)
    factories.consent("Aheada", valid_from=now + day)
    factories.consent("Revokeda", revoked_at=now)
    story = factories.campaign_story(title="Resting here", consents=factories.rests_on(soon))
    names = {"Valida", "Soona", "Endeda", "Aheada", "Revokeda"}
    expected = {
        "": names, "valid": {"Valida", "Soona"}, "ends_soon": {"Soona"}, "ended": {"Endeda"}, "ahead": {"Aheada"},
        "revoked": {"Revokeda"},
    }  # fmt: skip
    for state, shown in expected.items():
        html = desk.get("newsroom_consents", state=state).content.decode()
        assert {name for name in names if name in html} == shown, state
        assert (story.title in html) == ("Soona" in shown)
    assert "text/html" in desk.get("newsroom_consents", export="csv")["Content-Type"]
    home = desk.read("wagtailadmin_home")
    assert "Soona" in home
    assert date_format(timezone.localtime(soon.valid_until), "DATETIME_FORMAT") in home


def test_an_end_is_moved_while_it_lies_ahead_and_what_is_over_takes_a_new_consent():
    desk = Desk(factories.consent_keeper())
    consent = factories.consent("Ana", valid_until=timezone.now() + datetime.timedelta(days=3))
    desk.post("newsroom_move_consent_end", consent.pk, valid_until="2030-01-01 00:00")
    consent.refresh_from_db()
    assert consent.valid_until.year == 2030
    assert "Write down why" in desk.post("newsroom_revoke_consent", consent.pk, reason=" ").content.decode()
    desk.post("newsroom_revoke_consent", consent.pk, reason="They asked us to.")
    consent.refresh_from_db()
    assert consent.state == "revoked"
    answer = desk.post("newsroom_move_consent_end", consent.pk, valid_until="2031-01-01 00:00")
    assert "record that as a new one" in answer.content.decode()


def test_whoever_took_their_yes_back_can_be_forgotten_for_good_and_nothing_comes_back():
    desk = Desk(factories.consent_keeper())
    consent = recorded(desk)
    assert "This consent is not over" in desk.post("newsroom_forget_consent", consent.pk).content.decode()
    desk.post("newsroom_revoke_consent", consent.pk, reason="Quietly, by telephone.")
    desk.post("newsroom_forget_consent", consent.pk)
    consent.refresh_from_db()
    kept = everything_in_the_database()
    assert "At the table." not in kept
    assert "Quietly" not in kept
    assert (consent.pseudonym, consent.state, consent.evidence.count()) == ("forgotten", "revoked", 0)
    assert keeping.identity(consent, desk.person) == ("", "")
    with pytest.raises(PermissionDenied):
        keeping.forget(consent, factories.administrator())


def test_keys_are_changed_one_after_the_other_and_no_key_opens_nothing(settings):
    keeper, old, new = factories.consent_keeper(), Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CONSENT_KEYS = [old]
    consent = keeping.record(factories.consent("Ana"), keeper, legal_name=NAME)
    kept = keeping.keep_document(consent, keeper, "paper.pdf", PAPER)
    settings.CONSENT_KEYS = [new, old]
    call_command("seal_consents_anew", verbosity=0)
    settings.CONSENT_KEYS = [new]
    consent.refresh_from_db()
    kept.refresh_from_db()
    assert keeping.identity(consent, keeper).legal_name == NAME
    assert keeping.read_document(kept, keeper) == ("paper.pdf", PAPER)
    settings.CONSENT_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(PermissionDenied, match="No key"):
        keeping.identity(consent, keeper)
    with pytest.raises(CommandError, match="Nothing is changed"):
        call_command("seal_consents_anew", verbosity=0)


def test_whoever_is_refused_reads_once_whose_word_is_missing():
    desk, page = Desk(factories.writer()), factories.campaign_story(state="draft", consents=None)
    missing = "does not say whom it shows"
    assert desk.read("wagtailadmin_pages:edit", page.pk).count(missing) == 1
    desk.submit(page)
    refused = desk.read("wagtailadmin_pages:edit", page.pk)
    assert "What you wrote is saved." in refused
    assert refused.count(missing) == 1
    assert desk.read("wagtailadmin_pages:edit", page.pk).count(missing) == 1


def ways_in(html):
    """The buttons of what the admin tells somebody: {text: address}."""
    return {link.get_text(): link["href"] for link in BeautifulSoup(html, "html.parser").select(".messages a.button")}


def test_a_warning_leads_to_the_picture_that_says_nothing_and_to_the_file():
    picture = factories.image("Gate & lock", consents=None)
    file = factories.document("A banner", "banner.png", consents=None)
    page = factories.campaign_story(
        state="draft",
        body=[("picture", factories.picture_block(image=picture))],
        toolkit=[("file", factories.file_block(file=file))],
    )
    writer = Desk(factories.writer())

    def ways(desk):
        return ways_in(desk.read("wagtailadmin_pages:edit", page.pk))

    both = {
        "Say who is in “Gate & lock”": reverse("wagtailimages:edit", args=[picture.pk]),
        "Say who is in “A banner”": reverse("wagtaildocs:edit", args=[file.pk]),
    }
    assert ways(writer) == both
    assert all(writer.client.get(address).status_code == 200 for address in both.values())
    # Who may not change a picture reads the sentence, without a way that ends at a closed door.
    assert ways(Desk(factories.duty_editor())) == {}


def test_a_refusal_leads_there_too_and_is_said_once():
    picture = factories.image("Gate & lock")
    page = factories.campaign_story(state="in_review", body=[("picture", factories.picture_block(image=picture))])
    type(picture).objects.filter(pk=picture.pk).update(consents=None)
    editor = Desk(factories.editor())
    assert "does not say whom it shows" in said(editor.decide(page, "approve"))
    refused = editor.read("wagtailadmin_pages:edit", page.pk)
    assert refused.count("does not say whom it shows") == 1
    assert ways_in(refused) == {"Say who is in “Gate & lock”": reverse("wagtailimages:edit", args=[picture.pk])}
