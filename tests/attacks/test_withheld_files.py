"""Attack: somebody of the newsroom looks for the pictures and files of a taken-down page in the library, where they
have no page around them. What must happen: the library shows them to those who keep the consents, and nobody else."""

import pytest
from django.urls import reverse

from newsroom.consent.models import TakeDown
from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import restore, take_down
from tests import factories
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
