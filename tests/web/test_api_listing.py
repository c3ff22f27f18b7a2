"""Lists of pages: which ones, in which order, how much of them."""

import pytest
from django.test import Client

from tests import factories
from tests.web.api import ask, problem_with

pytestmark = pytest.mark.django_db


def titles(**params):
    return [page["title"] for page in ask("pages/", fields="title", **params)["items"]]


def ids(**params):
    return {page["id"] for page in ask("pages/", fields="id", limit=100, **params)["items"]}


def test_a_list_holds_whole_pages_of_every_type_in_the_order_of_the_tree(one_of_each):
    answer = ask("pages/", limit=100)
    assert {page["type"] for page in answer["items"]} == set(one_of_each)
    assert answer["items"][0]["type"] == "home"
    assert answer["meta"] == {
        "total_count": len(answer["items"]), "limit": 100, "offset": 0, "next_cursor": None, "previous_cursor": None,
    }  # fmt: skip


def test_type_gives_pages_of_that_type_only():
    story = factories.campaign_story()
    assert ids(type="campaign_story") == {story.pk}


@pytest.mark.usefixtures("spanish")
def test_locale_gives_pages_in_that_language_only():
    story = factories.campaign_story()
    spanish = factories.translated(story)
    assert ids(type="campaign_story", locale="es") == {spanish.pk}
    assert ids(type="campaign_story", locale="en") == {story.pk}
    assert ids(type="campaign_story") == {story.pk, spanish.pk}


@pytest.mark.usefixtures("spanish")
def test_translation_of_an_id_gives_its_other_languages_and_of_a_key_gives_all():
    story = factories.campaign_story()
    spanish = factories.translated(story)
    assert ids(translation_of=story.pk) == {spanish.pk}
    assert ids(translation_of=spanish.pk) == {story.pk}
    assert ids(translation_of=story.translation_key) == {story.pk, spanish.pk}


def test_child_of_gives_the_pages_right_below():
    story, partner = factories.campaign_story(), factories.partner()
    assert ids(child_of=story.get_parent().pk) == {story.pk}
    assert partner.get_parent().pk in ids(child_of=factories.home().pk)
    assert partner.pk not in ids(child_of=factories.home().pk)


def test_titles_are_ordered_without_regard_to_case_and_accents():
    for title in ("Zebra", "águila", "Bear", "ant"):
        factories.partner(title=title)
    assert titles(type="partner", order="title") == ["águila", "ant", "Bear", "Zebra"]
    assert titles(type="partner", order="-title") == ["Zebra", "Bear", "ant", "águila"]


def test_the_newest_come_first_when_asked_for():
    first, second = factories.partner(title="First"), factories.partner(title="Second")
    assert titles(type="partner", order="-published_at") == ["Second", "First"]
    assert titles(type="partner", order="published_at") == ["First", "Second"]
    factories.publish(first, title="First, revised")
    assert titles(type="partner", order="-updated_at") == ["First, revised", second.title]
    assert titles(type="partner", order="-published_at") == ["Second", "First, revised"]


def test_a_list_is_ordered_by_the_title_that_readers_get():
    published, other = factories.partner(title="Aster"), factories.partner(title="Birch")
    factories.edit(published, title="Zinnia")
    assert titles(type="partner", order="title") == ["Aster", other.title]


def test_limit_and_offset_walk_through_a_list_without_gap_or_overlap():
    for number in range(5):
        factories.partner(title=f"Partner {number}")
    walked = [titles(type="partner", order="title", limit=2, offset=start) for start in (0, 2, 4, 6)]
    assert walked == [["Partner 0", "Partner 1"], ["Partner 2", "Partner 3"], ["Partner 4"], []]
    beyond = ask("pages/", type="partner", limit=2, offset=6)["meta"]
    assert (beyond["total_count"], beyond["limit"], beyond["offset"]) == (5, 2, 6)


def test_twenty_pages_come_unless_more_are_asked_for():
    assert ask("pages/")["meta"]["limit"] == 20


def test_fields_leaves_the_other_fields_out():
    story = factories.campaign_story()
    (page,) = ask("pages/", type="campaign_story", fields="title,place")["items"]
    assert page == {"id": story.pk, "type": "campaign_story", "title": story.title, "place": "Riverton"}


def test_a_field_that_another_type_has_is_left_out_where_a_type_does_not_have_it():
    factories.campaign_story()
    by_type = {page["type"]: page for page in ask("pages/", fields="place")["items"]}
    assert by_type["campaign_story"]["place"] == "Riverton"
    assert "place" not in by_type["home"]


def test_search_finds_words_in_public_texts():
    story = factories.campaign_story(title="The lighthouse vigil")
    factories.campaign_story(title="The bakery vigil")
    assert ids(search="lighthouse") == {story.pk}
    assert ids(search="lighthouse", locale="en", type="campaign_story") == {story.pk}
    assert ids(search="lighthouse", type="partner") == set()
    assert titles(search="vigil", type="campaign_story", order="title") == ["The bakery vigil", "The lighthouse vigil"]


def test_search_finds_no_word_that_was_not_approved():
    story = factories.campaign_story(title="The lighthouse vigil")
    factories.edit(story, title="The sunflower vigil")
    factories.campaign_story(state="draft", title="The tulip vigil")
    assert ids(search="sunflower") == ids(search="tulip") == set()


def test_the_total_of_a_search_counts_every_match():
    for number in range(3):
        factories.partner(title=f"Harbour {number}")
    assert ask("pages/", search="harbour", limit=1, type="partner")["meta"]["total_count"] == 3


def test_text_in_any_alphabet_is_sent_as_it_is():
    factories.partner(title="Vecinos de Ñuñoa · جيران · 邻居")
    content = Client().get("/api/v1/pages/", {"type": "partner"}).content.decode()
    assert "Vecinos de Ñuñoa · جيران · 邻居" in content


@pytest.mark.parametrize(
    ("params", "named", "allowed"),
    [
        ({"colour": "red"}, "colour", "type, locale, fallback"),
        ({"type": "story"}, "type", "campaign_story"),
        ({"type": ""}, "type", "campaign_story"),
        ({"locale": "tlh"}, "locale", "One language: en, es"),
        ({"locale": ""}, "locale", "One language: en, es"),
        ({"limit": "0"}, "limit", "from 1 to 100"),
        ({"limit": "101"}, "limit", "from 1 to 100"),
        ({"limit": "-5"}, "limit", "from 1 to 100"),
        ({"limit": "ten"}, "limit", "from 1 to 100"),
        ({"limit": "1_0"}, "limit", "from 1 to 100"),
        ({"limit": "5.0"}, "limit", "from 1 to 100"),
        ({"limit": "٥"}, "limit", "from 1 to 100"),
        ({"limit": ["1", "2"]}, "limit", "once"),
        ({"offset": "-1"}, "offset", "from 0 to 1000000"),
        ({"offset": "99999999999999999999"}, "offset", "from 0 to 1000000"),
        ({"order": "colour"}, "order", "-published_at"),
        ({"child_of": "0"}, "child_of", "The id of a public page"),
        ({"child_of": "9" * 30}, "child_of", "The id of a public page"),
        ({"child_of": "home"}, "child_of", "The id of a public page"),
        ({"translation_of": "not-a-key"}, "translation_of", "a translation key"),
        ({"translation_of": "{00000000-0000-4000-8000-000000000000}"}, "translation_of", "a translation key"),
        ({"type": "partner", "year": "2020"}, "year", "Pages of type partner have no year"),
        ({"type": "home", "issue": "courts"}, "issue", "they cannot be narrowed"),
        ({"fields": "title,colour"}, "fields", "'colour'"),
        ({"fields": ""}, "fields", "there are ancestors"),
        ({"search": ""}, "search", "1 to 200 characters"),
        ({"search": "x" * 201}, "search", "1 to 200 characters"),
        ({"search": "a\x00b"}, "search", "null character"),
    ],
)
def test_a_parameter_that_cannot_be_obeyed_is_named_with_what_it_allows(params, named, allowed):
    problem = problem_with("pages/", **params)
    assert list(problem) == [named]
    assert allowed in problem[named]


def test_every_parameter_at_fault_is_named_at_once():
    assert set(problem_with("pages/", limit="x", offset="-1", order="?")) == {"limit", "offset", "order"}


def test_a_field_of_another_type_is_a_mistake_when_one_type_is_asked_for():
    assert "a page of type home" in problem_with("pages/", type="home", fields="place")["fields"]


@pytest.mark.parametrize("parameter", ["child_of", "translation_of"])
def test_a_page_that_is_not_public_is_as_unknown_as_one_that_does_not_exist(parameter):
    draft = factories.campaign_story(state="draft")
    for unknown in (draft.pk, 999999):
        (problem,) = ask("pages/", 404, **{parameter: unknown})["errors"]
        assert (problem["parameter"], problem["detail"].partition(". ")[0]) == (
            parameter, f"There is no public page {unknown}",
        )  # fmt: skip
    if parameter == "translation_of":
        ask("pages/", 404, translation_of=draft.translation_key)
