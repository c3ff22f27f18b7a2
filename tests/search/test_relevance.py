"""Judged queries: what a reader of each language types, and what they should find."""

import sys

import pytest

from search.finding import find_ids
from tests.search.corpus import BEYOND, JUDGED, Judged

pytestmark = pytest.mark.django_db


def found(library, judged: Judged) -> list[str]:
    names = {page.pk: key for (code, key), page in library.items()}
    return [names[pk] for pk in find_ids(judged.typed, judged.code) if pk in names]


@pytest.mark.parametrize("judged", JUDGED, ids=lambda judged: f"{judged.code}-{judged.typed}")
def test_a_judged_query_finds_its_pages_titles_first(library, judged):
    assert found(library, judged) == judged.found.split()


def test_nearly_everything_that_should_be_found_is_found_at_all(library, record_property):
    asked = [judged for judged in JUDGED + BEYOND if judged.found]
    missed = [judged for judged in asked if not set(judged.found.split()) <= set(found(library, judged))]
    figure = f"{len(asked) - len(missed)} of {len(asked)} judged queries find all that they should"
    record_property("found at all", figure)
    sys.stdout.write(f"{figure}; missed: {', '.join(judged.typed for judged in missed)}\n")
    assert len(missed) <= len(asked) * 0.05


def test_a_page_is_found_in_its_own_language_only(library):
    assert find_ids("lekol", "ht")
    assert not find_ids("lekol", "vi")


def test_without_a_language_every_language_is_searched_in_its_own_way(library):
    assert library["es", "cifras"].pk in find_ids("deportacion")
    assert library["ar", "clinic"].pk in find_ids("مهاجر")
    assert library["zh-hans", "climate"].pk in find_ids("洪水")
    assert library["en", "closing"].pk in find_ids("family")
