"""What a reader meant who mistyped: asked only where nothing has the words as they were typed.

PostgreSQL's trigrams say which words of the language look alike (`search_word`, one index), the distance of the letters
says which of them somebody could have meant. A word is suggested only when a page that is public at this moment has it,
and it is written as that page's approved text has it.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery

from newsroom.authoring.documents import approved_page, visible_rows
from newsroom.authoring.visible import visible_pages
from search.models import Word
from search.texts import writings
from search.vocabulary import bare, can_be_mistyped, has_word, key_of
from search.words import Word as Typed
from search.words import words

# So many words of a query are looked up, each among so many that look like it, and so many of those are asked for.
_WORDS, _ALIKE, _NEAR = 4, 40, 4
# Up to this many letters one of them may be wrong, in longer words two.
_ONE_SLIP = 5

_LOOK_ALIKE = """
    SELECT typed.folded, alike.word
    FROM unnest(%s::text[], %s::text[]) AS typed (folded, key)
    CROSS JOIN LATERAL (
        SELECT word, key <-> typed.key AS unlike FROM search_word
        WHERE language = %s AND length(key) BETWEEN length(typed.key) - 3 AND length(typed.key) + 3
        ORDER BY key <-> typed.key LIMIT %s
    ) AS alike
    ORDER BY alike.unlike
"""


class _Near(NamedTuple):
    word: str
    distance: int


def closest(typed: str, code: str) -> str:
    """What was typed, with each mistyped word replaced by the closest one that a public page of this language has;
    empty where nothing is close enough. Three queries, whatever was typed."""
    asked = [word for word in words(typed) if not word.is_run and can_be_mistyped(word.folded)][:_WORDS]
    near = _near({word.folded for word in asked}, code)
    where = _public({each.word for found in near.values() for each in found}, code)
    chosen: dict[str, str] = {}
    for word, found in near.items():
        public = [each for each in found if each.word in where]
        if public and public[0].distance:
            chosen[word] = public[0].word
    written = _as_written({word: where[word] for word in chosen.values()})
    return _replaced(typed, asked, {word: written[meant] for word, meant in chosen.items() if meant in written})


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, exchanged, or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, meant in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != meant))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == meant:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]


def _near(asked: set[str], code: str) -> dict[str, list[_Near]]:
    """Of each word those that it could be a slip of, the closest first."""
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_ALIKE, [list(asked), [key_of(word) for word in asked], code, _ALIKE])
        pairs = cursor.fetchall()
    near: dict[str, list[_Near]] = {}
    for word, alike in pairs:
        slips = distance(bare(word), bare(alike))
        if slips <= (1 if len(bare(word)) <= _ONE_SLIP else 2):
            near.setdefault(word, []).append(_Near(alike, slips))
    return {word: sorted(found, key=partial(_order, word))[:_NEAR] for word, found in near.items()}


def _order(typed: str, each: _Near) -> tuple[int, bool, int]:
    """Nobody mistypes the first letter as easily as the others, and who typed an article means the word with it. What
    is alike in that stays in the order of how it looks, as sorting is stable."""
    return each.distance, bare(each.word)[0] != bare(typed)[0], distance(typed, each.word)


def _public(candidates: set[str], code: str) -> dict[str, int]:
    """Of these words those that a public page has, each with the id of one."""
    if not candidates:
        return {}
    # Any page will do, so the database need not put them in the order of the tree.
    page = visible_pages().filter(has_word(OuterRef("word")), locale__language_code=code).order_by()
    found = Word.objects.filter(language=code, word__in=candidates).annotate(page=Subquery(page.values("pk")[:1]))
    return {word: pk for word, pk in found.values_list("word", "page") if pk}


def _as_written(where: dict[str, int]) -> dict[str, str]:
    """Each word as the approved text of its page writes it, by its folded form."""
    written: dict[str, str] = {}
    for row in visible_rows().filter(pk__in=where.values()) if where else ():
        for _, text in writings(approved_page(row)):
            for word in words(text):
                if where.get(word.folded) == row.pk:
                    written.setdefault(word.folded, text[word.start : word.end])
    return written


def _replaced(typed: str, asked: list[Typed], meant: dict[str, str]) -> str:
    if not meant:
        return ""
    pieces, at = [], 0
    for word in asked:
        if word.folded in meant:
            original, better = typed[word.start : word.end], meant[word.folded]
            pieces += [typed[at : word.start], better.lower() if original.islower() else better]
            at = word.end
    return "".join([*pieces, typed[at:]])
