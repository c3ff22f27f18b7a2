"""Attack: somebody of the newsroom looks for the pictures and files of a taken-down page in the library, where they
have no page around them. What must happen: the library shows them to those who keep the consents, and nobody else."""

import pytest
from django.urls import reverse

from newsroom.consent.models import TakeDown
from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import restore, take_down
from newsroom.review.law import LawError
from tests import factories
from tests.attacks.taken_down import is_open, showing, take_it_down
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

FACE, PAPER, SHARED = "Her face at the gate", "A letter to her", "A banner"


@pytest.fixture
def taken_down():
    """A page with a face, a letter and a banner that another page shows too: the face and the letter."""
    face, paper, banner = factories.image(FACE), factories.document(PAPER), factories.image(SHARED)
    pictures = [("picture", factories.picture_block(image=image)) for image in (face, banner)]
    story = factories.campaign_story(body=pictures, toolkit=[("file", factories.file_block(file=paper))])
    factories.about(body=[pictures[1]])
    check_receipt.call(take_down(story, factories.duty_editor(), "Somebody in it is at risk.").pk)
    return face, paper


def sees(person, face, paper):
    """What the library, its search and its choosers show to somebody; and whether it opens what they know by number."""
    desk = Desk(person)
    lists = [("wagtailimages", "face"), ("wagtaildocs", "letter")]
    said = [desk.get(f"{name}:index", **query).content.decode() for name, q in lists for query in ({}, {"q": q})]
    said += [desk.get(f"{name}_chooser:choose").content.decode() for name, _ in lists]
    assert sum(SHARED in html for html in said) == 2, "the list shows nothing at all"
    listed = [FACE in html or PAPER in html for html in said]
    opened = [
        desk.client.get(reverse(name, args=[each.pk])).status_code == 200
        for name, each in (("wagtailimages:edit", face), ("wagtaildocs:edit", paper),
                           ("wagtailimages_chooser:chosen", face), ("wagtaildocs_chooser:chosen", paper))
    ]  # fmt: skip
    return set(listed + opened)


def test_they_are_closed_to_colleagues_and_open_again_when_it_is_lifted(taken_down):
    everything = factories.person("Writers", "Editors", "Duty editors", "Administrators", username="all")
    assert sees(everything, *taken_down) == {False}
    assert sees(factories.person("Editors", "Consent keepers", username="keeps"), *taken_down) == {True}
    restore(TakeDown.objects.get(), factories.duty_editor())
    assert sees(everything, *taken_down) == {True}


def test_what_was_uploaded_twice_is_closed_twice_and_opened_twice():
    face, paper = factories.image(FACE), factories.document(PAPER)
    again = [factories.uploaded_again(face, "IMG_2041"), factories.uploaded_again(paper, "scan0001")]
    thumbnail = again[0].get_rendition("max-165x165").file
    story = factories.campaign_story(body=showing(face), toolkit=[("file", factories.file_block(file=paper))])
    record = take_it_down(story)
    assert record.is_complete
    assert [is_open(each) for each in (face, paper, *again)] == [False] * 4
    assert not thumbnail.storage.exists(thumbnail.name)
    restore(record, factories.duty_editor())
    assert [is_open(each) for each in (face, paper, *again)] == [True] * 4


def test_what_another_page_shows_stays_open_however_often_it_was_uploaded():
    banner = factories.image(SHARED)
    again = factories.uploaded_again(banner, "IMG_2042")
    other = factories.about(body=showing(again))
    take_it_down(factories.campaign_story(body=showing(banner)))
    assert is_open(banner) and is_open(again)
    factories.publish(other, title="About us, and more")


def test_what_is_closed_is_not_approved_when_somebody_uploads_it_once_more():
    face = factories.image(FACE)
    take_it_down(factories.campaign_story(body=showing(face)))
    draft = factories.campaign_story("draft", title="The house next door")
    factories.edit(draft, body=showing(factories.uploaded_again(face, "IMG_2043")))
    with pytest.raises(LawError, match="taken down"):
        factories.submit(draft)


@pytest.mark.parametrize("how", ["saved without it", "saved over without it", "deleted"])
def test_a_draft_that_was_the_last_to_show_it_and_shows_it_no_more_closes_it(how, django_capture_on_commit_callbacks):
    face = factories.image(FACE)
    draft = factories.campaign_story("draft", title="The house next door", body=showing(face))
    with django_capture_on_commit_callbacks(execute=True):
        take_it_down(factories.campaign_story(body=showing(face)))
    assert is_open(face), "A colleague works with it."
    with django_capture_on_commit_callbacks(execute=True):
        match how:
            case "saved without it":
                factories.edit(draft, body=[])
            case "saved over without it":
                page = draft.get_latest_revision_as_object()
                page.body = []
                page.save_revision(user=factories.writer(), overwrite_revision=draft.latest_revision)
            case "deleted":
                draft.delete()
    assert not is_open(face)
