"""The piece of a found page that shows why it was found, with the words that match marked.

The text is the page's own approved text (`documents.approved_page`), not what the index once held of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection

from search.analysis import Analysis, analysis_for, expression, index_text
from search.texts import writings
from search.words import Word, words

WIDTH = 240
_LEAD = 60
# A snippet comes from the beginning of a very long text, so that a result costs the same on every page.
_READ = 30_000


class Piece(NamedTuple):
    """Some text, to be escaped by who shows it, and whether it is what was looked for."""

    text: str
    is_match: bool = False


class Shown(NamedTuple):
    """A found page's title, and a piece of its text."""

    title: list[Piece]
    text: list[Piece]


class Text(NamedTuple):
    """A text and its words, as far as they are read."""

    text: str
    words: list[Word]


def snippets(pages: Iterable[Any], typed: str, code: str) -> dict[int, Shown]:
    """What to show of each approved page (see `approved_page`), by page id: one query for all of them."""
    texts = {page.pk: (text_of(page.title), texts_of(page)) for page in pages}
    candidates = {word for title, found in texts.values() for text in [title, *found] for word in text.words}
    matching = _matching(candidates, typed, analysis_for(code))
    runs = [word.folded for word in words(typed) if word.is_run]
    return {
        pk: Shown(in_pieces(title.text, _marks(title, matching, runs)[0]), _snippet(found, matching, runs))
        for pk, (title, found) in texts.items()
    }


def text_of(text: str, length: int = _READ) -> Text:
    """A text and the words of its beginning."""
    return Text(text, list(words(text[:length])))


def texts_of(page: Any) -> list[Text]:
    """What an approved page says below its title, as far as a snippet may come from it."""
    found, length = [], 0
    for weight, text in writings(page):
        if weight != "A":
            if length < _READ:
                found.append(text_of(text, _READ - length))
            length += len(text)
    return found


def _matching(candidates: set[Word], typed: str, analysis: Analysis) -> set[str]:
    """The folded words that PostgreSQL finds with this query."""
    query = expression(typed, analysis, "or")
    # No stemmer changes how a word begins, so most words need not be asked about.
    beginnings = {reading[:2] for word in words(typed) if not word.is_run for reading in analysis.readings(word.folded)}
    asked = {
        word.folded: index_text(word.folded, analysis)
        for word in candidates
        if not word.is_run and any(reading[:2] in beginnings for reading in analysis.readings(word.folded))
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT folded FROM unnest(%s::text[], %s::text[]) AS word (folded, indexed)"
            " WHERE to_tsvector(%s::regconfig, indexed) @@ to_tsquery(%s::regconfig, %s)",
            [list(asked), list(asked.values()), analysis.config, analysis.config, query],
        )
        return {folded for (folded,) in cursor.fetchall()}


def _snippet(texts: list[Text], matching: set[str], runs: list[str]) -> list[Piece]:
    best: tuple[int, Text | None, list[tuple[int, int]]] = (0, texts[0] if texts else None, [])
    for text in texts:
        marks, kinds = _marks(text, matching, runs)
        if kinds > best[0]:
            best = (kinds, text, marks)
    return cut(best[1].text, best[2]) if best[1] else []


def _marks(text: Text, matching: set[str], runs: list[str]) -> tuple[list[tuple[int, int]], int]:
    """Where a text matches, in order and apart; and how many different words of the query it has."""
    marks: list[tuple[int, int]] = []
    kinds: set[str] = set()
    for word in text.words:
        if not word.is_run and word.folded in matching:
            marks.append((word.start, word.end))
            kinds.add(word.folded)
        elif word.is_run and len(word.folded) == word.end - word.start:
            for pair in {run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1))}:
                at = word.folded.find(pair)
                while at >= 0:
                    marks.append((word.start + at, word.start + at + len(pair)))
                    kinds.add(pair)
                    at = word.folded.find(pair, at + 1)
    return united(sorted(marks)), len(kinds)


def united(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks in their order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in marks:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def cut(text: str, marks: list[tuple[int, int]]) -> list[Piece]:
    """A window of about WIDTH characters on the most matches, its ends between words."""
    starts = [start for start, _ in marks]
    in_reach = [bisect_left(starts, start + WIDTH - _LEAD) - at for at, start in enumerate(starts)]
    first = starts[in_reach.index(max(in_reach))] if marks else 0
    begin = 0 if first <= _LEAD else _after_space(text, first - _LEAD, first)
    end = len(text) if len(text) <= begin + WIDTH else _before_space(text, begin + WIDTH)
    inside = [(start - begin, stop - begin) for start, stop in marks if begin <= start and stop <= end]
    pieces = in_pieces(text[begin:end], inside)
    return [Piece("… ")] * (begin > 0) + pieces + [Piece(" …")] * (end < len(text))


def in_pieces(text: str, marks: list[tuple[int, int]]) -> list[Piece]:
    """A text cut where its marks begin and end."""
    pieces, at = [], 0
    for start, stop in marks:
        pieces += [Piece(text[at:start]), Piece(text[start:stop], is_match=True)]
        at = stop
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _after_space(text: str, position: int, limit: int) -> int:
    found = text.find(" ", position, limit)
    return found + 1 if found >= 0 else position


def _before_space(text: str, position: int) -> int:
    found = text.rfind(" ", position - _LEAD, position)
    return found if found >= 0 else position
