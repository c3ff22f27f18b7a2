"""The words around the pages, in every language of the table."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import gettext, ngettext, override, to_locale
from wagtail.admin.localization import get_available_admin_languages

from newsroom.translation.languages import LANGUAGES, SOURCE
from tests import factories
from tests.web.messages import Message, public_messages, public_templates, staff_messages
from tests.web.reading import read, squeeze

# What messages call the number that they count by.
NUMERALS = {"number", "count", "total", "n"}
TRANSLATED = [language.code for language in LANGUAGES if language.code != SOURCE]


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / to_locale(code) / "LC_MESSAGES" / "django.po"))


def translated_in(code: str) -> set[Message]:
    return {
        Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "")
        for entry in catalogue(code)
        if entry.translated() and not entry.fuzzy
    }


def names(text: str) -> set[str]:
    """The placeholders in a message."""
    return set(re.findall(r"%\(\w+\)[sd]", text))


def test_the_messages_are_found():
    messages = {message.msgid for message in public_messages()}
    assert {"Skip to the content", "partly won", "Sample policy", "%(number)s partner"} <= messages
    theirs = {message.msgid for message in staff_messages()}
    assert {"Write down why the page is taken down.", "Receipt of a take-down", "until it is revoked"} <= theirs


@pytest.mark.parametrize("code", TRANSLATED)
def test_everything_that_the_public_sees_is_translated(code):
    assert sorted(public_messages() - translated_in(code)) == []


@pytest.mark.parametrize("code", sorted(set(TRANSLATED) & set(dict(get_available_admin_languages()))))
def test_everything_that_the_newsroom_sees_is_translated_where_wagtail_is(code):
    translated = {
        (entry.msgid, entry.msgid_plural, entry.msgctxt or "") for entry in catalogue(code) if entry.translated()
    }
    assert sorted(set(staff_messages()) - translated) == []


def test_staff_can_choose_each_of_our_languages_but_one_that_wagtail_hardly_knows():
    assert set(TRANSLATED) - set(dict(get_available_admin_languages())) == {"ht"}


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_the_placeholders_and_the_markup_of_its_source(code):
    for entry in catalogue(code):
        for number, text in entry.msgstr_plural.items() or [(None, entry.msgstr)]:
            # "One page" and "two pages" may be said without a numeral, in the source too.
            allowed = names(entry.msgid) | names(entry.msgid_plural)
            numerals = {name for name in allowed if name[2:-2] in NUMERALS} if number is not None else set()
            assert allowed - numerals <= names(text) <= allowed, text
            assert re.findall(r"</?\w+>", text) == re.findall(r"</?\w+>", entry.msgid), text


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "لا شركاء"), (1, "شريك واحد"), (2, "شريكان"), (3, "3 شركاء"), (11, "11 شريكًا"), (100, "100 شريك")],
)
def test_arabic_counts_in_its_six_ways(number, words):
    with override("ar"):
        text = ngettext("%(number)s partner", "%(number)s partners", number) % {"number": number}
    assert text == words


@pytest.mark.parametrize(
    ("code", "day", "month"),
    [
        ("en", "June 3, 2021", "June 2021"),
        ("es", "3 de junio de 2021", "junio de 2021"),
        ("ar", "3 يونيو، 2021", "يونيو 2021"),
        ("zh-hans", "2021年6月3日", "2021年6月"),
        ("vi", "Ngày 03 tháng 6 năm 2021", "Tháng 6 2021"),
        ("ht", "3 jen 2021", "jen 2021"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(code, day, month):
    date = Template("{% load public %}{% when date %}/{% when date 'month' %}")
    with override(code):
        text = squeeze(re.sub(r"<[^>]+>", "", date.render(Context({"date": datetime.date(2021, 6, 3)}))))
    assert text.lower() == f"{day}/{month}".lower()


def test_every_public_template_parses():
    for path in public_templates():
        Template(path.read_text())


@pytest.mark.django_db
def test_a_code_is_shown_in_the_words_of_the_pages_language(client):
    story = factories.campaign_story(status="partly_won", toolkit=[("file", factories.file_block())])
    soup = read(client, factories.translated(story, "es").url)
    assert squeeze(soup.select_one(".kicker").text) == "Ganada en parte"
    assert soup.select_one("#toolkit h3").text == "Modelo de política"
    ally = read(client, factories.translated(factories.partner(issues=["courts"]), "ar").url)
    assert squeeze(ally.select_one(".kicker").text) == "منظمة"
    assert "المحاكم والكفالة" in ally.dl.get_text()


# What Wagtail calls moderation, in the languages that have a word of their own for it.
MODERATION = {"en": "moderat", "es": "moder", "ar": "إشراف|اشراف|اعتماد", "zh-hans": "moderat", "vi": "moderat"}


@pytest.mark.parametrize("code", MODERATION)
def test_what_wagtail_calls_moderation_is_a_review_everywhere(code):
    wagtails = Path(wagtail.__file__).parent
    for path in (wagtails / "locale", wagtails / "admin" / "locale"):
        for entry in polib.pofile(str(path / "en" / "LC_MESSAGES" / "django.po")):
            if "moderat" in entry.msgid.lower():
                with override(code):
                    for number in (1, 2, 3, 11, 100) if entry.msgid_plural else (None,):
                        text = ngettext(entry.msgid, entry.msgid_plural, number) if number else gettext(entry.msgid)
                        assert not re.search(MODERATION[code], text, re.IGNORECASE), entry.msgid
