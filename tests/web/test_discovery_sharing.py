"""The poster of a shared page: its words in its own script and direction, for as long as the page is public."""

from __future__ import annotations

import io
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import to_locale
from PIL import Image, features
from wagtail.models import Page

from newsroom.translation.languages import LANGUAGES
from newsroom.web.sharing.faces import ARABIC, face_for, font
from newsroom.web.sharing.poster import HEIGHT, INK, PAPER, WIDTH, Poster, draw
from tests import factories
from tests.web.messages import public_messages
from tests.web.reading import read
from tests.web.test_discovery_public_only import expire, make_private, put_below_a_private_page, remove
from tests.web.test_discovery_public_only import put_live_on_what_nobody_approved as put_on_what_nobody_approved

TITLES = {
    "en": "How neighbours and nurses ended the county's detention contract",
    "es": "¿Cómo cerraron los vecinos la cárcel del condado?",
    "ar": "السجن الذي أُغلق: كيف أنهى الجيران عقد الاحتجاز",
    "zh-hans": "这座监狱关闭了：邻居们如何终止了“拘留合同”",
    "vi": "Nhà tù đã đóng cửa: những người hàng xóm đã thắng như thế nào",
    "ht": "Prizon ki fèmen nan: kijan vwazen yo te genyen",
}


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def title_box(png: bytes) -> tuple[int, int, int, int] | None:
    """Where the ink of the title is: what differs from the poster without it."""
    stone = picture(png).crop((0, 140, WIDTH, HEIGHT - 100)).convert("L").point(lambda value: 255 * (value < 60))
    return stone.crop((0, 130, WIDTH, stone.height)).getbbox()  # Below the star.


# The public read


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled", "taken_down"])
def test_a_page_that_is_not_public_has_no_poster(state):
    story = factories.campaign_story(state)
    assert Client().get(f"/share/{story.pk}.png").status_code == (410 if state == "taken_down" else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("end", [expire, make_private, put_below_a_private_page, remove, put_on_what_nobody_approved])
def test_a_poster_goes_with_its_page_also_for_who_has_a_copy(end):
    story = factories.campaign_story()
    url = f"/share/{story.pk}.png"
    etag = Client().get(url).headers["ETag"]
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 304
    end(story)
    again = Client().get(url, headers={"If-None-Match": etag})
    assert again.status_code == (410 if end is remove else 404)
    assert "image" not in again.headers["Content-Type"]


@pytest.mark.django_db
def test_a_poster_says_what_was_approved_in_its_language_and_costs_few_queries(spanish_home):
    story = factories.campaign_story(title="The jail that closed", status="partly_won")
    spanish = factories.translated(story, "es")
    factories.translated(story, "ar", state="in_review")
    factories.edit(story, title="Not yet")
    Page.objects.filter(pk=story.pk).update(title="Sneaked in")
    expected = Poster("en", "The jail that closed", "partly won · Riverton, Lake County", "Open Gate Network")
    assert Client().get(f"/share/{story.pk}.png").content == draw(expected)
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(f"/share/{spanish.pk}.png")
    assert len(queries) <= 4
    words = ("The jail that closed [es]", "ganada en parte · Riverton [es], Lake County [es]", spanish_home.title)
    assert answer.content == draw(Poster("es", *words))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies
    (arabic,) = Page.objects.filter(translation_key=story.translation_key, locale__language_code="ar")
    for path in (arabic.pk, 0, 2**63, 10**40, "1/../2"):
        assert Client().get(f"/share/{path}.png").status_code == 404
    head = Client().head(f"/share/{story.pk}.png")
    assert (head.status_code, head.content, Client().post(f"/share/{story.pk}.png").status_code) == (200, b"", 405)


# Its address


@pytest.mark.django_db
def test_another_version_has_another_address():
    story = factories.campaign_story()
    before = read(Client(), story.url).find("meta", property="og:image")["content"]
    Page.objects.filter(pk=story.pk).update(last_published_at="2030-01-01T00:00:00Z")
    assert read(Client(), story.url).find("meta", property="og:image")["content"] != before


# The drawing


def test_the_same_words_give_the_same_small_picture_and_stay_within_it_in_every_language():
    assert features.check("raqm")
    assert set(TITLES) == {language.code for language in LANGUAGES}
    for lang, title in TITLES.items():
        for words in (title, title * 4):
            poster = Poster(lang, words, "kicker", "Open Gate Network")
            png = draw(poster)
            assert png == draw(poster)
            assert len(png) < 120_000
            left, _top, right, _bottom = title_box(png)
            assert left >= 60
            assert right <= WIDTH - 60
            assert (WIDTH - right if lang == "ar" else left) < 90, (lang, left, right)


def test_arabic_letters_are_joined_and_its_lines_begin_at_the_right():
    word = "السجن"
    joined = font(ARABIC, 100).getlength(word)
    assert joined < sum(font(ARABIC, 100).getlength(letter) for letter in word) * 0.9
    assert draw(Poster("ar", word, "", "")) != draw(Poster("ar", word[::-1], "", ""))


@pytest.mark.parametrize("title", ["Free them 🙂", "ផ្ទះ", "\u0378", "自由 ខ"])
def test_what_no_face_has_is_left_out_and_never_a_box(title):
    assert draw(Poster("en", title, "won", "Open Gate")) == draw(Poster("en", "", "won", "Open Gate"))


def test_a_title_in_another_script_takes_that_scripts_face():
    for title in (TITLES["zh-hans"], TITLES["ar"]):
        assert draw(Poster("en", title, "", "")) != draw(Poster("en", "", "", ""))


def test_the_inks_are_those_of_the_site():
    tokens = (Path(settings.LOCALE_PATHS[0]).parent / "static/css/tokens.css").read_text()
    assert f"--paper: {PAPER};" in tokens
    assert f"--ink: {INK};" in tokens
    colours = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in picture(draw(Poster("en", "A", "", ""))).getcolors(256)}
    assert {PAPER, INK} <= colours


def test_the_faces_have_what_the_interface_says():
    public = {message.msgid for message in public_messages()}
    for language in LANGUAGES[1:]:
        path = Path(settings.LOCALE_PATHS[0]) / to_locale(language.code) / "LC_MESSAGES" / "django.po"
        entries = [entry for entry in polib.pofile(str(path)) if entry.msgid in public]
        said = {text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())}
        assert len(said) > 100
        assert [text for text in said if face_for(text, language.script) is None] == []


@pytest.mark.django_db
def test_attack_a_site_name_of_two_lines_does_not_take_every_poster_away(client):
    factories.publish(factories.home(), title="North\nStar")
    assert client.get(f"/share/{factories.campaign_story().pk}.png").status_code == 200
