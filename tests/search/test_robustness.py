"""Whatever is typed, search answers."""

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.models import AboutPage
from search.analysis import TITLES, all_analyses, expression, index_text
from search.answering import answer
from search.finding import find, find_ids
from search.snippets import snippets
from search.words import words
from tests import factories as f
from tests.search.corpus import TEXTS, write

ODD = [
    *("'", '"', "\\", "&", "|", "!", ":*", "<->", "<2>", "(", ")", "''", "%s", "%(x)s", "--", ";", "*", ":A"),
    *("\0", "\n", "\t", "\u200f", "\u202e", "\u0301", "\ufeff", "\ud800", "\U0010ffff"),
    *("and", "or", "not", "NOT", "the", "detention", "deportación", "الترحيل", "و", "ال", "拘留", "中", "ห้อง", "한국"),
    *(
        "हिन्दी",
        "ß",
        "İ",
        "ﷺ",
        "½",
        "²",
        "①",
        "１",
        "٣",
        "x" * 300,
        "中" * 300,
        "\N{FAMILY}",
        "\N{WOMAN}\u200d\N{ROCKET}",
    ),
    *("1e999", "0x1f", "-1.5", "a.b@c.org", "http://x.y/z?a=b", "live:true"),
]
typed = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(ODD), max_size=8).map(" ".join), st.text("'\"\\&|!:*<>()-")
)
codes = st.sampled_from([*TEXTS, None])
database = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.django_db
@database
@given(typed, codes)
def test_no_query_is_an_error(text, code):
    for any_word in (False, True):
        find_ids(text, code, any_word=any_word)
    find(text, code).count()
    if code:
        answer(text, code)


@pytest.mark.django_db
@database
@given(typed)
def test_no_text_is_an_error_in_the_index_and_it_is_found_by_its_own_words(text):
    for analysis in [*all_analyses(), TITLES]:
        query = expression(text, analysis, "or")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_tsvector(%s::regconfig, %s) @@ to_tsquery(%s::regconfig, %s),"
                " numnode(to_tsquery(%s::regconfig, %s))",
                [analysis.config, index_text(text, analysis), *[analysis.config, query] * 2],
            )
            matches, nodes = cursor.fetchone()
        assert matches or not nodes


@given(typed)
@settings(max_examples=200, deadline=None)
def test_words_stand_where_they_say_and_have_nothing_in_them_that_a_query_could_trip_over(text):
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.folded
        assert not set(word.folded + word.exact) & set("'\"\\&|!:*<>() \0")
        end = word.end


@pytest.mark.django_db
@database
@given(typed)
def test_a_snippet_is_a_part_of_the_text_whatever_was_looked_for(text):
    page = AboutPage(
        pk=1, title="Detention", mission="<p>Detention ends. 拘留中心关门。 انتهى الترحيل. Deportación.</p>"
    )
    for code in TEXTS:
        (shown,) = snippets([page], text, code).values()
        assert (
            "".join(piece.text for piece in shown.text) == "Detention ends. 拘留中心关门。 انتهى الترحيل. Deportación."
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", [*(odd for odd in ODD if odd != "\ud800"), "detention " * 100, "%00", "a" * 1000, "中" * 1000]
)
def test_the_page_answers_every_query(text):
    f.home()
    response = Client().get("/en/search/", {"q": text})
    assert response.status_code == 200
    assert "\0" not in response.content.decode()


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_answered():
    f.home()
    assert Client().get("/en/search/?q=%ff%fe%00&page=%00").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["".join(map(chr, range(0x4E00, 0x9F00))) * 8, "word" + "x" * 5000, " ".join(map(str, range(70_000)))]
)
def test_a_text_of_any_length_is_indexed(text):
    page = write("en", "The long one", text)
    assert find_ids("long one", "en") == [page.pk]
