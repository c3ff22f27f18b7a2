"""What the public gets is the approved revision, of every type, in a constant number of queries."""

import pytest

from newsroom.authoring.documents import build, visible_rows
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_page_type_becomes_a_document_of_its_own_type(one_of_each):
    documents = {document.id: document for document in build(list(visible_rows()))}
    for name, page in one_of_each.items():
        assert documents[page.pk].type == name
        assert documents[page.pk].title == page.title


def test_the_number_of_queries_does_not_grow_with_the_pages(one_of_each, django_assert_max_num_queries):
    build(list(visible_rows()))  # Renditions are made once.
    with django_assert_max_num_queries(12) as few:
        build(list(visible_rows())[:1])
    for _ in range(3):
        factories.campaign_story(body=factories.every_block())
    build(list(visible_rows()))
    with django_assert_max_num_queries(12) as many:
        build(list(visible_rows()))
    assert len(many) <= 12
    assert len(few) <= len(many)


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled", "taken_down"])
def test_a_page_that_is_not_public_has_no_document(state):
    page = factories.campaign_story(state=state)
    assert not visible_rows().filter(pk=page.pk).exists()


def test_a_draft_on_a_public_page_changes_nothing_for_readers():
    page = factories.campaign_story()
    factories.edit(page, title="Not yet", place="Elsewhere")
    (document,) = build(list(visible_rows().filter(pk=page.pk)))
    assert document.title == page.title
    assert document.place == "Riverton"
