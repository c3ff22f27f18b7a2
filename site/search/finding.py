"""What a reader can find: public pages, in the order of how well they match."""

from __future__ import annotations

import re
from typing import Any

from wagtail.search.backends.base import EmptySearchResults
from wagtail.search.query import And, Phrase, PlainText

from newsroom.authoring.visible import visible_pages
from search.words import words

# Longer than any question; what is typed beyond it is not read.
LONGEST_QUERY = 200
_QUOTES = '"“”„«»「」'
_PIECE = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]|([^{_QUOTES}]+)")


def find(typed: str, code: str | None = None, *, any_word: bool = False) -> Any:
    """Wagtail's search results (lazy, to be sliced or counted) of public pages, in one language or in all of them.

    Every word has to be in a page, and words in quotation marks next to each other; with `any_word` one is enough.
    Nothing that is typed is an error.
    """
    query = _read(typed[:LONGEST_QUERY], any_word=any_word)
    if query is None:
        return EmptySearchResults()
    pages = visible_pages()
    if code:
        pages = pages.filter(locale__language_code=code)
    return pages.search(query, backend=code or "default")


def find_ids(typed: str, code: str | None = None, *, any_word: bool = False) -> list[int]:
    """The ids of all that `find` finds, the best first: one query, and a bounded number (`queries.CANDIDATES`)."""
    results = find(typed, code, any_word=any_word)
    return [page.pk for page in results]


def has_words(typed: str) -> bool:
    """Whether there is anything to look for: two letters, a number, or one character of a script without spaces."""
    return any(word.is_run or len(word.folded) > 1 or word.folded.isdigit() for word in words(typed))


def _read(typed: str, *, any_word: bool) -> Any:
    if any_word:
        return PlainText(typed, operator="or") if any(words(typed)) else None
    pieces = [
        Phrase(quoted) if quoted else PlainText(plain)
        for quoted, plain in _PIECE.findall(typed)
        if any(words(quoted or plain))
    ]
    return And(pieces) if len(pieces) > 1 else (pieces or [None])[0]
