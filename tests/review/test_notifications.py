"""Wagtail's mails about a review reach the right people and lead to the right page."""

import pytest
from django.core import mail

from newsroom.review import roles
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db


def to(person):
    return [message for message in mail.outbox if person.email in message.to]


def follow(message, person):
    """What the person finds behind the mail's link."""
    path = message.body.split("http://testserver")[1].split()[0]
    return Desk(person).client.get(path).content.decode()


def test_reviewers_hear_of_a_submission_and_its_link_leads_to_the_page():
    factories.editor()
    factories.partner("in_review", title="A new partner")
    message = to(factories.editor())[-1]
    assert "A new partner" in message.subject
    assert "A new partner" in follow(message, factories.editor())


def test_the_author_hears_of_a_rejection_with_its_reason():
    factories.partner("rejected", title="A new partner")
    message = to(factories.writer())[-1]
    assert "Please name the source of the figure." in message.body
    assert "A new partner" in follow(message, factories.writer())


def test_the_author_hears_of_an_approval():
    page = factories.partner("in_review", title="A new partner")
    mail.outbox.clear()
    factories.decide(page, "approve")
    assert any("A new partner" in message.subject for message in to(factories.writer()))


def test_a_restarted_review_calls_the_other_reviewers_again():
    second = factories.person(roles.EDITORS, username="esteban-the-editor")
    page = factories.partner("in_review")
    mail.outbox.clear()
    Desk(factories.editor()).send(page, title="Changed on the way")
    assert to(second)
