"""Attacks that a reviewer with fresh eyes tried, the fourth time: each name says what must happen."""

from __future__ import annotations

import pytest

from newsroom.web.published_documents.release import release_of
from tests import factories
from tests.conftest import REPOSITORY
from tests.published import Way
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


def test_pages_are_made_again_when_any_file_that_they_name_by_its_content_is_another(tmp_path):
    kinds = {file.suffix for file in (REPOSITORY / "site/static").rglob("*") if file.is_file()}
    assert {".css", ".js", ".svg", ".woff2"} <= kinds
    for kind in kinds:
        file = tmp_path / f"each{kind}"
        file.write_bytes(b"before")
        before = release_of(tmp_path)
        file.write_bytes(b"after")
        assert release_of(tmp_path) != before, kind


def test_a_page_is_not_kept_on_where_something_changed_while_it_was_found_to_be_the_same():
    story = factories.campaign_story(title="Lanterns at the gate", place="Riverton")
    way = Way()
    first = way.get(story.url)
    factories.commitment(title="Nothing to do with it")
    django = way.django

    def slow(environ, start_response):
        answer = django(environ, start_response)
        factories.campaign_story(title="Its neighbor", place="Riverton")
        return answer

    way.django = slow
    assert way.get(story.url).content == first.content
    way.django = django
    assert "Its neighbor" in way.get(story.url).content.decode()
