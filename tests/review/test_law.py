"""The law as pure sentences: no database."""

from types import SimpleNamespace

import pytest

from newsroom.review import law

AUTHOR, SUBMITTER, OTHER = 1, 2, 3


def somebody(pk=OTHER, is_active=True):
    return SimpleNamespace(pk=pk, is_active=is_active)


def test_somebody_else_may_approve():
    assert law.may_approve(somebody(), author_id=AUTHOR, submitted_by_id=SUBMITTER)
    assert law.may_approve(somebody(), author_id=AUTHOR, submitted_by_id=None)


@pytest.mark.parametrize(
    ("person", "author_id", "submitted_by_id"),
    [
        (somebody(AUTHOR), AUTHOR, SUBMITTER),
        (somebody(SUBMITTER), AUTHOR, SUBMITTER),
        (somebody(), None, SUBMITTER),
        (somebody(is_active=False), AUTHOR, SUBMITTER),
        (somebody(pk=None), AUTHOR, SUBMITTER),
        (None, AUTHOR, SUBMITTER),
    ],
    ids=["the author", "who submitted", "nobody wrote it", "left the house", "signed out", "a program"],
)
def test_nobody_else_may_and_each_is_told_why(person, author_id, submitted_by_id):
    who = {"author_id": author_id, "submitted_by_id": submitted_by_id}
    assert not law.may_approve(person, **who)
    assert law.why_not_approve(person, **who).endswith(".")


def test_the_author_and_the_submitter_hear_different_sentences():
    who = {"author_id": AUTHOR, "submitted_by_id": SUBMITTER}
    assert "last change" in law.why_not_approve(somebody(AUTHOR), **who)
    assert "submitted" in law.why_not_approve(somebody(SUBMITTER), **who)


@pytest.mark.parametrize("text", [None, "", "  ", "\n\t "])
def test_blank_is_no_reason(text):
    assert not law.is_a_reason(text)


def test_words_are_a_reason():
    assert law.is_a_reason("The address is wrong.")


def test_the_digest_is_of_the_content_and_not_of_the_order_of_its_keys():
    assert law.digest({"a": 1, "b": "é"}) == law.digest({"b": "é", "a": 1})
    assert law.digest({"a": 1}) != law.digest({"a": 2})
    assert len(law.digest({})) == 64
