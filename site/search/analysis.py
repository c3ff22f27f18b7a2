"""The right analysis for each language: what is indexed of a text, and what is asked for a query.

Both sides go through `words.py` and the same rule of their language, then through a PostgreSQL text search
configuration, which stems and leaves out the small words. The language table says which (`search_config`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from newsroom.translation.languages import LANGUAGES, get_language, is_known
from search import arabic
from search.words import Word, words

# More than anybody types; a query costs in proportion to its words.
MOST_WORDS = 32
_LATIN_ION = re.compile(r"ion$")


@dataclass(frozen=True)
class Analysis:
    """`config` is a PostgreSQL text search configuration, `readings` the forms of a folded word, the likeliest
    first, that are indexed and looked for. `small` words are not looked for where there are others."""

    config: str
    readings: Callable[[str], list[str]] = lambda word: [word]
    small: frozenset[str] = frozenset()


def _arabic_readings(word: str) -> list[str]:
    return arabic.readings(word) if arabic.is_arabic(word) else [word]


def _spanish_readings(word: str) -> list[str]:
    """Every word in "-ion" carries an accent, and only with it does the stemmer see that "deportación" is one of the
    "deportaciones". All other words are stemmed without theirs, so that it does not matter who types them."""
    return [_LATIN_ION.sub("ión", word)]


PLAIN = Analysis("simple")
# By the name in the language table. Arabic is stemmed here, and pairs of characters are not stemmed at all.
_BY_CONFIG = {
    "simple": PLAIN,
    "bigram": PLAIN,
    "arabic": Analysis("simple", _arabic_readings, arabic.SMALL_WORDS),
    "spanish": Analysis("spanish", _spanish_readings),
}

# Titles of all languages together, for the admin's search by the beginning of a word.
TITLES = Analysis("simple", lambda word: list(dict.fromkeys([word, *_arabic_readings(word)])))


def analysis_for(code: str | None) -> Analysis:
    """The analysis of a language by its code; words as they are for what has no language, or an unknown one."""
    if code is None or not is_known(code):
        return PLAIN
    config = get_language(code).search_config
    return _BY_CONFIG.get(config) or Analysis(config)


def all_analyses() -> list[Analysis]:
    """Each analysis that some language of the table needs, once, and the plain one."""
    return list(dict.fromkeys([PLAIN, *(analysis_for(language.code) for language in LANGUAGES)]))


def index_text(text: str, analysis: Analysis) -> str:
    """What PostgreSQL is to index of a text: the words in their order, then their other readings. Of a run without
    spaces its pairs of characters, and its last character, so that a single one can be looked for."""
    first: list[str] = []
    others: list[str] = []
    for word in words(text):
        if word.is_run:
            first += _pairs(word.folded) if len(word.folded) > 1 else []
            first.append(word.folded[-1])
        else:
            likeliest, *rest = analysis.readings(word.folded)
            first.append(likeliest)
            others += rest
    return " ".join(first + others)


def exact_words(text: str, *, accented: bool) -> str:
    """The words as they are written, unstemmed: all of them, or those alone whose accents folding takes away."""
    found = (word.exact if accented else word.exact or word.folded for word in words(text) if not word.is_run)
    return " ".join(word for word in found if word)


Join = Literal["and", "or", "phrase"]
_OPERATORS = {"and": " & ", "or": " | ", "phrase": " <-> "}


def expression(text: str, analysis: Analysis, join: Join = "and", *, prefix: bool = False) -> str:
    """A query in PostgreSQL's `to_tsquery` syntax, whatever was typed; empty when there is no word in it. `prefix`
    lets every word be the beginning of one."""
    found = list(words(text))[:MOST_WORDS]
    telling = [word for word in found if word.folded not in analysis.small]
    found = telling if telling and join != "phrase" else found
    parts = [_operand(word, analysis, join, prefix=prefix) for word in found]
    return _OPERATORS[join].join(parts)


def exact_expression(text: str) -> str:
    """The accented words of a query as they were typed, one of them enough: who types accents means them."""
    return " | ".join(_quoted(word.exact) for word in list(words(text))[:MOST_WORDS] if word.exact)


def _operand(word: Word, analysis: Analysis, join: Join, *, prefix: bool) -> str:
    if word.is_run:
        return _run_operand(word.folded, join)
    readings = analysis.readings(word.folded)
    quoted = [_quoted(reading) + (":*" if prefix else "") for reading in readings]
    # Other readings stand at the end of what is indexed, so only the first is next to its neighbours.
    return quoted[0] if len(quoted) == 1 or join == "phrase" else f"({' | '.join(quoted)})"


def _run_operand(run: str, join: Join) -> str:
    if len(run) == 1:
        return f"{_quoted(run)}:*"
    operator = _OPERATORS["or" if join == "or" else "phrase"]
    return f"({operator.join(_quoted(pair) for pair in _pairs(run[:MOST_WORDS]))})"


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)]


def _quoted(word: str) -> str:
    """A word holds letters, digits and vowel signs only (`words.fold`), so quotes are all it needs."""
    return f"'{word}'"
