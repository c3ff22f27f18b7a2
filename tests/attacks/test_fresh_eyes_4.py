"""Attacks that a reviewer with fresh eyes tried, the fourth time: each name says what must happen."""

from __future__ import annotations

import pytest

from tests import factories
from tests.web.api import ask

pytestmark = pytest.mark.django_db

# All that Python's `strip` takes away, one of each kind: typed, pasted from a page, and the one of Chinese keyboards.
SPACES = ["\t", "\x0b", "\x1f", "\x85", "\u00a0", "\u2009", "\u3000"]


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_a_place_is_the_same_whatever_space_stands_around_it(space):
    subject = factories.campaign_story(title="Subject", place="Riverton", region="", issues=[])
    other = factories.campaign_story(
        title="Other", place=f"Milltown,{space}Riverton{space}, Harbor", region="", issues=[]
    )
    for story, near in ((subject, "Other"), (other, "Subject")):
        assert [card["title"] for card in ask(f"pages/{story.pk}/")["related"]] == [near]
