"""A benchmark that flatters would be worse than none."""

import pytest

from bench import options, prose, questions
from bench.floors import FLOORS, Result, broken
from newsroom.translation.languages import LANGUAGES

KEPT = Result("JSON detail", ours=[3000, 3100], peer=[25, 26], nginx=[9000, 9100], p99=[9, 10], peer_p99=[200, 210])


def test_a_result_that_keeps_its_floor_is_not_broken():
    assert broken(KEPT) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"peer": [31, 31.5]}, "97.59x the peer's"),
        ({"nginx": [20_000, 20_000]}, "15.2% of nginx"),
        ({"p99": [15, 15.5]}, "p99 15.2 ms"),
    ],
)
def test_each_part_of_a_floor_can_break_it(change, said):
    assert broken(KEPT._replace(**change)) == [said]


def test_a_time_breaks_its_floor_when_it_is_longer_and_when_it_asks_too_much():
    cold = Result("first HTML after a publish", ours=[30, 31], peer=[20, 20], queries=16)
    assert broken(cold) == ["1.52x the peer's", "16 queries"]
    assert broken(cold._replace(ours=[19, 19], queries=15)) == []


def test_every_floor_says_what_it_is():
    assert {name: floor.words() for name, floor in FLOORS.items()}["from approval to visible"] == "≤ 1.5x"


def test_the_stories_are_the_same_at_every_run_and_of_every_language():
    assert tuple(language.code for language in LANGUAGES) == options.LOCALES
    for locale in options.LOCALES:
        story = prose.story(locale, 3)
        assert story == prose.story(locale, 3) != prose.story(locale, 4)
        assert len(story.blocks) == prose.PARAGRAPHS


def test_no_search_is_asked_twice_and_each_is_of_words_of_one_story():
    asked = [pair for pair, _ in zip(questions.searches(20), range(3000), strict=False)]
    assert len(set(asked)) == len(asked)
    locale, words = asked[0]
    assert any(
        set(words.split()) <= {*prose.story(locale, number).words, *prose.story(locale, number).names}
        for number in range(20)
    )


def test_a_setting_out_of_bounds_is_refused(monkeypatch):
    monkeypatch.setenv("BENCH_SECONDS", "0")
    with pytest.raises(ValueError, match="BENCH_SECONDS has to be between 1 and 60"):
        options.from_environment()
