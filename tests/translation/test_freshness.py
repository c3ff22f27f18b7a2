"""A public translation is outdated from the moment its source says something else."""

import pytest

from newsroom.translation.freshness import is_outdated, outdated_ids, outdated_pages, pages_to_translate
from newsroom.translation.submissions import submit
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def test_a_new_version_of_the_source_makes_its_translations_outdated_until_they_follow():
    promise = factories.commitment()
    spanish, arabic = factories.translated(promise, "es"), factories.translated(promise, "ar")
    assert outdated_ids([spanish, arabic]) == set()
    factories.edit(promise, title="A draft changes nothing")
    assert not is_outdated(spanish)
    factories.publish(promise, title="Listen before all else")
    assert outdated_ids([spanish, arabic]) == {spanish.pk, arabic.pk}
    assert [page.pk for page in outdated_pages("ar")] == [arabic.pk]

    translation = factories.started(promise, "es")
    factories.translate_strings(translation)
    submit(translation.pk, factories.translator("es"))
    assert is_outdated(spanish), "in review is not public yet"
    factories.decide(spanish, "approve", factories.reviewer("es"))
    assert outdated_ids([spanish, arabic]) == {arabic.pk}


def test_a_source_that_changes_while_its_translation_is_in_review_makes_it_outdated_on_approval():
    promise = factories.commitment()
    page = factories.translated(promise, "es", state="in_review")
    factories.publish(promise, title="Listen before all else")
    page = factories.decide(page, "approve", factories.reviewer("es"))
    assert is_outdated(page)


def test_translators_see_the_new_texts_by_themselves_and_keep_the_old_ones():
    promise = factories.commitment()
    factories.translated(promise, "es")
    factories.publish(promise, title="Listen before all else")
    translation = factories.started(promise, "es")
    assert translation.get_progress() == (2, 1)


def test_what_a_language_does_not_show_yet_is_told():
    promise = factories.commitment()
    factories.language("es")
    assert promise.page_ptr in pages_to_translate("es")
    factories.translated(promise, "es")
    assert promise.page_ptr not in pages_to_translate("es")


def test_the_number_of_queries_is_the_same_for_many_pages(django_assert_num_queries):
    pages = [factories.translated(factories.commitment(title=f"Promise {n}"), "es") for n in range(3)]
    with django_assert_num_queries(1):
        outdated_ids(pages)
    with django_assert_num_queries(1):
        list(outdated_pages())
