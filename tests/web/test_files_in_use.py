"""A file or picture that somebody approved stays the one that they saw: whoever wants another uploads another."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from newsroom.review.law import LawError
from tests import factories
from tests.web.api import ask

pytestmark = pytest.mark.django_db

REFUSED = "Upload the new version as a new file"


def story_with(document, state="public"):
    return factories.campaign_story(state=state, toolkit=[("file", factories.file_block(file=document))])


def replace_file(document, **changes):
    """What a writer does in the admin: the response of the edit form."""
    client = Client()
    client.force_login(factories.writer())
    upload = SimpleUploadedFile("another.txt", b"Something else entirely")
    form = {"title": document.title, "collection": document.collection_id, "tags": "", "file": upload, **changes}
    return client.post(f"/admin/documents/edit/{document.pk}/", {name: each for name, each in form.items() if each})


def content_of(document):
    document.refresh_from_db()
    with document.open_file() as file:
        return file.read()


def test_a_writer_cannot_swap_the_file_of_a_public_page():
    document = factories.document(content=b"Whereas ...")
    story_with(document)
    before = ask("pages/", type="campaign_story")["items"]
    response = replace_file(document)
    assert response.status_code == 200
    said = response.content.decode()
    assert REFUSED in said
    assert "could not be found" not in said
    assert content_of(document) == b"Whereas ..."
    assert ask("pages/", type="campaign_story")["items"] == before


def test_a_writer_cannot_swap_the_file_that_a_reviewer_is_reading():
    document = factories.document()
    story = story_with(document, state="in_review")
    assert REFUSED in replace_file(document).content.decode()
    factories.decide(story, "reject", comment="Wrong file.")
    assert REFUSED in replace_file(document).content.decode()
    factories.edit(story, toolkit=[])
    assert replace_file(document).status_code == 302
    assert content_of(document) == b"Something else entirely"


def test_a_file_that_nobody_relies_on_can_be_replaced():
    document = factories.document()
    assert replace_file(document).status_code == 302
    assert content_of(document) == b"Something else entirely"


def test_what_readers_do_not_see_of_a_public_file_can_change():
    document = factories.document()
    story_with(document)
    assert replace_file(document, file=None, tags="policies").status_code == 302
    assert [tag.name for tag in document.tags.all()] == ["policies"]
    assert REFUSED in replace_file(document, file=None, title="Another title").content.decode()


def test_the_model_itself_refuses_to_change_what_was_approved():
    document, picture = factories.document(), factories.image()
    factories.campaign_story(
        body=[("picture", factories.picture_block(image=picture))],
        toolkit=[("file", factories.file_block(file=document))],
    )
    document.file = ContentFile(b"Something else", name=document.filename)
    picture.file = get_test_image_file(filename=picture.filename, colour="black")
    for instance in (document, picture):
        with pytest.raises(LawError):
            instance.save()
        instance.refresh_from_db()
    picture.credit = "Somebody else"
    with pytest.raises(LawError):
        picture.save()


def test_a_number_that_happens_to_be_the_same_holds_nothing_back():
    document = factories.document()
    factories.campaign_story(start_year=2018, title=f"Number {document.pk}", people=f"{document.pk} people")
    document.title = "Another title"
    document.save()
    assert factories.document("Fresh").pk
