"""PO files go out and come back; bad ones are refused in a sentence, and nothing in good ones is dropped unseen."""

import polib
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail_localize.models import StringTranslation

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


@pytest.fixture(scope="module")
def started_scenery(scenery, spanish_scenery):
    return scenery(lambda: {"es": factories.started(factories.commitment())}, upon=spanish_scenery)


@pytest.fixture
def translation(started_scenery, spanish, client):
    made = started_scenery.put_up()["es"]
    client.force_login(factories.translator("es"))
    return made


def exported(client, translation):
    answer = client.get(f"/admin/localize/translate/{translation.pk}/pofile/download/")
    assert answer.status_code == 200
    return polib.pofile(answer.content.decode())


def upload(client, translation, content, name="es.po"):
    """Upload a file and give what the next page says."""
    content = content if isinstance(content, bytes) else str(content).encode()
    page = translation.get_target_instance()
    data = {"file": SimpleUploadedFile(name, content), "next": f"/admin/pages/{page.pk}/edit/"}
    answer = client.post(f"/admin/localize/translate/{translation.pk}/pofile/upload/", data, follow=True)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").select_one(".messages").get_text(" ").split())


def texts():
    return set(StringTranslation.objects.filter(locale__language_code="es").values_list("data", flat=True))


def test_a_file_that_was_exported_comes_back_translated(client, translation):
    catalogue = exported(client, translation)
    for entry in catalogue:
        entry.msgstr = f"{entry.msgid} (traducido)"
    assert "Nothing that is public has changed" in upload(client, translation, catalogue)
    assert texts() == {"Listen first (traducido)", "Those who were inside speak first. (traducido)"}


def test_what_is_no_po_file_is_refused_and_loses_nothing(client, translation):
    factories.translate_strings(translation)
    before = texts()
    for content in (b"", b"\x89PNG\r\n\x1a\n\x00", b'msgid "a\nmsgstr', b"\xff\xfe\x00m", b"hello", b"/etc/hostname"):
        said = upload(client, translation, content)
        assert said.startswith(("This is not a PO file", "This PO file belongs to another", "Choose the PO file"))
        assert texts() == before
    answer = client.post(f"/admin/localize/translate/{translation.pk}/pofile/upload/", follow=True)
    assert "Choose the PO file to upload." in answer.content.decode()


def test_a_file_of_another_translation_is_refused(client, translation):
    other = factories.started(factories.commitment(title="Another one"))
    catalogue = exported(client, other)
    for entry in catalogue:
        entry.msgstr = "x"
    assert "belongs to another page or language" in upload(client, translation, catalogue)
    assert texts() == set()


def test_what_cannot_be_used_is_listed_and_not_dropped(client, translation):
    catalogue = exported(client, translation)
    catalogue.append(polib.POEntry(msgid="Never written here", msgctxt="title", msgstr="Nunca"))
    catalogue.append(polib.POEntry(msgid="Listen first", msgctxt="nowhere", msgstr="Nunca"))
    catalogue[0].msgstr, catalogue[0].flags = "Quizás", ["fuzzy"]
    said = upload(client, translation, catalogue)
    assert "Not on this page any more, and not used: “Never written here” · “Listen first”" in said
    assert f"Marked as uncertain (fuzzy), and not used: “{catalogue[0].msgid}”" in said
    assert texts() == set()


def test_markup_that_is_not_allowed_is_kept_to_be_mended_and_never_used(client, translation):
    catalogue = exported(client, translation)
    for entry in catalogue:
        entry.msgstr = f'{entry.msgid}<script>alert("x")</script>'
    assert "Saved, but with markup that is not allowed; mend these here:" in upload(client, translation, catalogue)
    assert translation.get_progress() == (2, 0)
    page = translation.get_target_instance()
    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"action": "submit"}, follow=True)
    assert "2 texts are not translated yet" in answer.content.decode()
