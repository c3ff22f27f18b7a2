"""What is wrong with a row, and what about it needs a person's look: sentences. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import translation
from django.utils.translation import gettext as _

from newsroom.translation.languages import LANGUAGES
from stories.issues import ISSUES
from stories.models.partners import PartnerPage
from stories.partner_import import parse
from stories.places import REFUSAL, is_address, split_places

_BETWEEN_WORDS = re.compile(r"[,;،，、؛；]+")
_SENTENCE_END = re.compile(r"[^\W\d_]{5,}[.!?]\s+\S|[。！？]\S")
_MANY_WORDS = 12
# Characters that nobody sees: controls, and those that turn the direction of what follows.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd]")
_is_web_address = URLValidator(schemes=["http", "https"])


class Values(Protocol):
    """What a row holds, as text."""

    name: str
    kind: str
    places: str
    issues: str
    languages: str
    website: str
    notes: Sequence[str]


def problems(row: Values) -> list[str]:
    """Why a row cannot become a page as it is: one sentence each, none if it can."""
    return [*name_problems(row.name), *_other_problems(row)]


def name_problems(name: str) -> Iterator[str]:
    """Why this cannot be the name of a partner."""
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        yield _("There is no name here. Write one, or leave this row out.")
        return
    if len(name) > 255:
        yield _("The name has %(count)d characters; 255 is the most.") % {"count": len(name)}
    if _INVISIBLE.search(name):
        yield _("The name holds characters that nobody can see. Type it anew.")
    if "<" in name or ">" in name:
        yield _("A name cannot hold “<” or “>”. Remove the markup.")
    if name[0] in "=+-@":
        yield _("A name cannot begin with “%(sign)s”: a spreadsheet would take it for a formula.") % {"sign": name[0]}


def _other_problems(row: Values) -> Iterator[str]:
    if row.kind not in PartnerPage.Kind.values:
        yield _("“%(word)s” is not a kind of partner. Choose organization or coalition.") % {"word": row.kind}
    if len(row.places) > 300 or _INVISIBLE.search(row.places) or "<" in row.places:
        yield _("Write the places with at most 300 characters and without markup.")
    for place in filter(is_address, split_places(row.places)):
        yield REFUSAL % {"place": place}
    for word in find_codes(row.issues, issue_words())[1]:
        yield _("“%(word)s” is not one of our issues. They are: %(known)s.") % {
            "word": word,
            "known": ", ".join(str(label) for _code, label in ISSUES),
        }
    for word in find_codes(row.languages, language_words())[1]:
        yield _("“%(word)s” is not one of our languages. They are: %(known)s.") % {
            "word": word,
            "known": ", ".join(language.name for language in LANGUAGES),
        }
    if row.website and not is_web_address(row.website):
        yield _("The website has to be a whole address that begins with https:// or http://.")


def doubts(row: Values) -> list[str]:
    """Why a row that could become a page needs somebody's look first."""
    return list(_doubts(row))


def _doubts(row: Values) -> Iterator[str]:
    name = row.name
    words = name.split()
    if parse.LINE_BREAK in row.notes:
        yield _("A line break ran through this name. Are these two names?")
    if parse.COMMAS in row.notes:
        yield _("This looks like several names with commas between them. Then import it again and say so.")
    if parse.QUOTE in row.notes:
        yield _("A quotation mark in this line is wrongly placed. Compare the cells with the line as it arrived.")
    if parse.EXTRA_CELLS in row.notes:
        yield _("This line has more cells than the table has columns. Compare them with the line as it arrived.")
    if len(words) > _MANY_WORDS or (len(words) > 5 and name[0].islower()) or _SENTENCE_END.search(name):
        yield _("This reads like a sentence, not like a name.")
    elif ": " in name or "：" in name:
        yield _("There is a colon in this name. Does something stand before it that is no part of the name?")
    if "@" in name[1:]:
        yield _("There is an e-mail address in this name. A partner's page is public.")
    if name.count("(") != name.count(")"):
        yield _("A bracket in this name is not closed. Was it cut in two?")


def is_web_address(text: str) -> bool:
    """Whether this is an http or https address that a partner's page can hold."""
    try:
        _is_web_address(text)
    except ValidationError:
        return False
    return len(text) <= 200


def find_codes(text: str, known: dict[str, str]) -> tuple[list[str], list[str]]:
    """The codes that a line of words means, each once, and the words that mean none."""
    words = [word.strip() for word in _BETWEEN_WORDS.split(text) if word.strip()]
    codes = dict.fromkeys(known[word.casefold()] for word in words if word.casefold() in known)
    return list(codes), [word for word in words if word.casefold() not in known]


def issue_words() -> dict[str, str]:
    """Every word for an issue, in lower case, with its code: the code itself, English, the person's language."""
    with translation.override("en"):
        english = {str(label).casefold(): code for code, label in ISSUES}
    return {**english, **{str(label).casefold(): code for code, label in ISSUES}, **{code: code for code, _l in ISSUES}}


def language_words() -> dict[str, str]:
    """Every word for a language, in lower case, with its code: the code, its own name, its English name."""
    return {
        word.casefold(): language.code
        for language in LANGUAGES
        for word in (language.code, language.autonym, language.name)
    }


def page_values(row: Values) -> dict[str, Any]:
    """The fields of the page that a row without problems becomes."""
    return {
        "title": row.name,
        "kind": row.kind,
        "places": row.places,
        "issues": find_codes(row.issues, issue_words())[0],
        "languages": find_codes(row.languages, language_words())[0],
        "website": row.website,
    }
