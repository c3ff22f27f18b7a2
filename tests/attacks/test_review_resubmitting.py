"""Submitting somebody else's words again makes one of two who did, and neither may approve them."""

import pytest

from newsroom.authoring.visible import visible_pages
from newsroom.review import law, roles
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in_twice():
    """Written by one person, submitted by a second, sent back, submitted again, unchanged, by a third."""
    page = factories.campaign_story(state="draft")
    factories.submit(page, first())
    factories.decide(page, "reject", comment="Please name the source of the figure.")
    factories.submit(page, second())
    return page


def first():
    return factories.person(roles.EDITORS, username="first-to-submit")


def second():
    return factories.person(roles.EDITORS, username="second-to-submit")


@pytest.mark.parametrize("who", [first, second])
def test_neither_of_two_submitters_approves(handed_in_twice, who):
    with pytest.raises(law.LawError, match="You submitted this version"):
        factories.decide(handed_in_twice, "approve", who())
    assert not visible_pages().filter(pk=handed_in_twice.pk).exists()


@pytest.mark.parametrize("who", [first, second])
def test_neither_gets_past_by_approving_the_task_itself(handed_in_twice, who):
    task_state = handed_in_twice.current_workflow_task_state
    with pytest.raises(law.LawError):
        task_state.approve(user=who())
    assert not visible_pages().filter(pk=handed_in_twice.pk).exists()


def test_somebody_else_does(handed_in_twice):
    factories.decide(handed_in_twice, "approve", factories.editor())
    assert visible_pages().filter(pk=handed_in_twice.pk).exists()
