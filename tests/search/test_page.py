"""The search page, as a reader meets it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from home.models import HomePage
from search.views import PER_PAGE
from tests import factories as f
from tests.search.corpus import write

pytestmark = pytest.mark.django_db


def search(client, code: str, typed: str, **more):
    response = client.get(f"/{code}/search/", {"q": typed, **more})
    assert response.status_code == 200
    return response


def titles(response) -> list[str]:
    return [result.card.title for result in response.context["results"]]


def test_what_is_found_is_shown_with_the_matching_words_marked(client, homes):
    response = search(client, "en", "families")
    assert titles(response) == [homes["en", "closing"].title]
    assert "forty <mark>families</mark> came home" in response.content.decode()


@pytest.mark.parametrize(
    ("code", "typed", "marked"),
    [
        ("es", "deportacion", "<mark>deportación</mark>"),
        ("ar", "مهاجر", "<mark>المهاجرين</mark>"),
        ("zh-hans", "护士", "<mark>护士</mark>们不问身份"),
        ("zh-hans", "ice 诊所", "也有<mark>ICE</mark>上门"),
        ("vi", "hang xom", "<mark>hàng</mark> <mark>xóm</mark>"),
    ],
)
def test_the_words_are_marked_by_the_same_analysis_that_found_them(client, homes, code, typed, marked):
    assert marked in search(client, code, typed).content.decode()


def test_what_is_said_in_a_video_is_found_and_marked_after_texts_summaries_and_titles(client, homes):
    """Titles weigh most, then summaries, the text, and last what a video says: its transcript is long and unchosen."""
    plain = {"title": "A story", "summary": "", "body": [("text", "<p>Plain.</p>")]}
    video = [("video", f.video_block(transcript="<p>We sang a <b>madrigál</b> at dawn.</p>"))]
    pages = [
        f.campaign_story(**{**plain, "videos": video}),
        f.campaign_story(**{**plain, "body": [("text", "<p>They sang one madrigal there.</p>")]}),
        f.campaign_story(**{**plain, "summary": "A madrigal."}),
        f.campaign_story(**{**plain, "title": "Madrigal"}),
    ]
    response = search(client, "en", "madrigals")
    assert [result.card.id for result in response.context["results"]] == [page.pk for page in reversed(pages)]
    assert "We sang a <mark>madrigál</mark> at dawn." in response.content.decode()


def test_words_of_the_title_are_marked_too(client, homes):
    assert "<mark>Nurses</mark> who refused</a>" in search(client, "en", "nurse").content.decode()


def test_each_language_has_its_page_in_its_direction(client, homes):
    arabic = search(client, "ar", "مهاجر")
    assert '<html lang="ar" dir="rtl">' in arabic.content.decode()
    assert arabic.headers["Content-Language"] == "ar"


def test_nothing_found_says_so_and_keeps_what_was_typed(client, homes):
    page = search(client, "en", "zeppelin").content.decode()
    assert "Nothing was found" in page
    assert 'value="zeppelin"' in page


def test_pages_with_some_of_the_words_are_offered_when_none_has_all(client, homes):
    response = search(client, "en", "nurse zeppelin")
    assert titles(response) == [homes["en", "nurses"].title]
    assert "These have some of them" in response.content.decode()


@pytest.mark.parametrize("typed", ["a", "?!", "\N{ROCKET}", "\u0301"])
def test_too_little_to_look_for_is_one_friendly_sentence(client, homes, typed):
    response = search(client, "en", typed)
    assert "Type a word of two letters or more" in response.content.decode()


def test_one_chinese_character_is_enough(client, homes):
    assert titles(search(client, "zh-hans", "疼")) == [homes["zh-hans", "clinic"].title]


def test_too_much_to_look_for_is_one_friendly_sentence(client, homes):
    response = search(client, "en", "prison " * 200)
    assert "Use 200 characters at most" in response.content.decode()


def test_without_a_query_there_is_the_form_and_nothing_is_said_to_be_found(client, homes):
    page = client.get("/en/search/").content.decode()
    assert 'name="q"' in page
    assert "found" not in page


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><b>nurse', "nurse & <i>co</i>"])
def test_what_was_typed_is_never_markup(client, homes, typed):
    page = search(client, "en", typed).content.decode()
    assert typed not in page
    assert escape(typed) in page


def test_what_an_author_typed_is_never_markup_in_a_snippet(client, homes):
    write("en", "About tags", "Use &lt;b&gt;nightwatch&lt;/b&gt; sparingly.")
    assert (
        "Use &lt;b&gt;<mark>nightwatch</mark>&lt;/b&gt; sparingly."
        in search(client, "en", "nightwatch").content.decode()
    )


def test_a_snippet_of_a_long_text_is_the_part_that_matches(client, homes):
    write("en", "A long one", "Nothing here. " * 300 + "The lighthouse keeper waved. " + "Nothing there. " * 300)
    (result,) = search(client, "en", "lighthouse").context["results"]
    snippet = "".join(piece.text for piece in result.shown.text)
    assert "The lighthouse keeper waved." in snippet
    assert snippet.startswith("… ")
    assert len(snippet) < 300


def test_results_go_on_by_plain_links_and_any_page_number_is_answered(client, homes):
    for number in range(PER_PAGE + 2):
        write("en", f"Harvest {number}", "Apples for all.")
    first, second = search(client, "en", "apples"), search(client, "en", "apples", page=2)
    assert len(titles(first)) == PER_PAGE
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))
    assert re.search(r'<a rel="next" href="\?q=apples&amp;page=2">', first.content.decode())
    for number in ("0", "-1", "99999999999999999999", "two", ""):
        assert titles(search(client, "en", "apples", page=number))


def test_search_engines_are_told_to_stay_away_and_readers_are_not_remembered(client, homes):
    response = search(client, "en", "nurse")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert not response.cookies


def test_only_reading_is_possible(client, homes):
    assert client.post("/en/search/", {"q": "nurse"}).status_code == 405


def test_a_language_without_a_public_home_page_has_no_search_page(client):
    f.language("vi")
    HomePage.objects.filter(locale__language_code="vi").update(live=False)
    assert client.get("/vi/search/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_results(client, homes):
    def cost(typed: str) -> int:
        search(client, "en", typed)
        with CaptureQueriesContext(connection) as queries:
            search(client, "en", typed)
        return len(queries)

    write("en", "Bicycles one", "A bicycle.")
    one = cost("bicycle")
    for number in range(8):
        write("en", f"Bicycles {number}", "A bicycle.")
    assert cost("bicycle") == one
    assert one <= 12
