"""Attacks by a paper that shows how a consent was given: it comes by mail from anybody, and a keeper opens it. What
must happen: it goes through the scanner like every other file, and a photo of it says nothing of where it was taken."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newsroom.consent import keeping
from newsroom.consent.records import Consent, Evidence
from tests import factories
from tests.media import dirty
from tests.media.clamd import EICAR, clamd
from tests.media.reading import leaks_in
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db
FORM = {
    "pseudonym": "Ana", "covers": ["text"], "languages": ["*"], "uses": ["web"],
    "valid_from": "2026-01-01 00:00", "how_given": "In person.",
}  # fmt: skip


@pytest.fixture
def keeper():
    return Desk(factories.consent_keeper())


def paper(data, name="paper.pdf"):
    return SimpleUploadedFile(name, data)


def test_what_the_scanner_knows_is_not_sealed_and_nor_is_anything_while_it_is_away(keeper, settings):
    consent = factories.consent()
    with clamd() as (settings.CLAMD_ADDRESS, _socket):
        answer = keeper.post("newsroom_add_consent_document", consent.pk, document=paper(EICAR))
        assert "virus scanner found" in said(answer)
        answer = keeper.post("newsroom_record_consent", **FORM, document=paper(EICAR))
        assert "virus scanner found" in answer.content.decode()
        keeper.post("newsroom_add_consent_document", consent.pk, document=paper(b"%PDF-1.4 signed"))
        assert Evidence.objects.count() == 1
    answer = keeper.post("newsroom_add_consent_document", consent.pk, document=paper(b"%PDF-1.4 signed"))
    assert "does not answer" in said(answer)
    with pytest.raises(keeping.ConsentRefused, match="does not answer"):
        keeping.keep_document(consent, keeper.person, "paper.pdf", b"%PDF-1.4 signed")
    assert Evidence.objects.count() == 1
    assert list(Consent.objects.all()) == [consent], "a paper that is refused leaves no consent that lacks it"


def test_a_photo_of_a_paper_does_not_say_where_it_was_taken_and_a_signed_file_stays_what_was_signed(keeper):
    photo, recording = dirty.pictures()["a.jpg"], b"ID3\x04\x00 a voice"
    assert leaks_in({"a.jpg": photo})
    consent = factories.consent()
    for name, data in (("a photo.pdf", photo), ("voice.mp3", recording), ("paper.pdf", b"%PDF-1.4 signed")):
        keeper.post("newsroom_add_consent_document", consent.pk, document=paper(data, name))
    kept = [keeping.read_document(each, keeper.person) for each in consent.evidence.all()]
    assert [name for name, _data in kept] == ["a photo.pdf", "voice.mp3", "paper.pdf"]
    assert not leaks_in({"a.jpg": kept[0][1]})
    assert [data for _name, data in kept[1:]] == [recording, b"%PDF-1.4 signed"]
