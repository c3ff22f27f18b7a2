"""Attacks that a reviewer with fresh eyes tried, the third time: each name says what must happen."""

import pytest

from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import take_down
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

FACE, PAPER = "Her face at the gate", "A letter to her"


def everybody_else():
    """A colleague who may do everything but keep consents."""
    groups = ("Writers", "Editors", "Duty editors", "Administrators")
    return Desk(factories.person(*groups, username="all"))


def showing(*images):
    return [("picture", factories.picture_block(image=image)) for image in images]


def take_it_down(page):
    record = take_down(page, factories.duty_editor(), "Somebody in it is at risk.")
    check_receipt.call(record.pk)
    return record


def test_the_admin_s_own_api_lists_no_picture_and_no_file_of_a_page_that_is_taken_down():
    face, paper = factories.image(FACE), factories.document(PAPER)
    take_it_down(factories.campaign_story(body=showing(face), toolkit=[("file", factories.file_block(file=paper))]))
    addresses = [
        f"/admin/api/main/{kind}/{query}"
        for kind, pk in (("images", face.pk), ("documents", paper.pk))
        for query in ("?fields=*", "?search=her&fields=*", f"{pk}/", f"?id={pk}")
    ]
    for desk, sees in ((everybody_else(), False), (Desk(factories.consent_keeper()), True)):
        said = "".join(desk.client.get(address).content.decode() for address in addresses)
        assert (FACE in said, PAPER in said) == (sees, sees)
