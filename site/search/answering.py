"""From what a reader typed to what they are shown: all the words; else some of them; else those that were meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.finding import NO_FILTERS, Filters, Found, look_for
from search.spelling import closest
from search.words import words


@dataclass(frozen=True)
class Answer:
    """What is shown, and why: pages that have "all" the words; "some", as no page has all of them; or what is "close",
    as no page has any. `meant` is what was probably meant where not all words were found, if something is found by it.
    `matched` is what the pages that are shown match."""

    found: Found
    how: Literal["all", "some", "close"] = "all"
    meant: str = ""
    matched: str = ""


def answer(typed: str, code: str, filters: Filters = NO_FILTERS) -> Answer:
    """Public pages of a language for what was typed: one query where something is found (`look_for`), up to seven where
    nothing is."""
    found = look_for(typed, code, filters=filters)
    if found.total:
        return Answer(found, matched=typed)
    meant = closest(typed, code)
    close = look_for(meant, code, filters=filters) if meant else None
    if close is None or not close.total:
        meant, close = "", None
    # One word that is nowhere is nowhere for this question either; a run without spaces has several.
    is_one = [word.is_run for word in words(typed)] == [False]
    some = found if is_one else look_for(typed, code, any_word=True, filters=filters)
    if some.total or close is None:
        return Answer(some, "some", meant, typed)
    return Answer(close, "close", meant, meant)
