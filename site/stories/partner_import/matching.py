"""Which names are the same, and which are so alike that a person has to look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from anyascii import anyascii
from django.db import connection

# PostgreSQL's trigram similarity, from 0 to 1. Below it lie names that only share "Immigrant" and "Justice".
ALIKE = 0.6


def identity(name: str) -> str:
    """Equal for names that are the same to every reader: only case and spaces differ."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def key(name: str) -> str:
    """Equal for names that are the same but for case, accents, punctuation, spaces, "the", and "&" for "and"."""
    folded = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    letters = (character for character in folded if not _is_accent(character))
    words = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in letters).split()
    return "".join(word for word in words if word != "the") or "".join(words)


def _is_accent(character: str) -> bool:
    """Accents and Arabic vowel signs; not the marks that make another letter of an Indic or Japanese one."""
    mark = unicodedata.combining(character)
    return mark >= 200 or 27 <= mark <= 36 or unicodedata.category(character) == "Cf"


def words(name: str) -> str:
    """The name in lower-case ASCII words: what is compared by trigrams. In a database whose character rules are
    C's, PostgreSQL finds no letter in "联盟" or "تحالف"."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(name.replace("&", " and ")).lower()))


class Candidate(NamedTuple):
    """A name that may be like another; `place` orders the list itself, and is None for a partner that exists."""

    id: int
    name: str
    place: int | None = None


class Likeness(NamedTuple):
    """Of all that `name_id` is like, the most similar: a partner (`is_page`) or a row before it."""

    name_id: int
    candidate_id: int
    is_page: bool
    similarity: float


# One query for the whole list. Names whose lengths differ much cannot be alike, and comparing lengths is cheap.
_ALIKE = """
    SELECT DISTINCT ON (mine.id) mine.id, theirs.id, theirs.place IS NULL, similarity(mine.words, theirs.words) AS s
    FROM unnest(%(ids)s::bigint[], %(words)s::text[], %(places)s::int[]) AS mine(id, words, place)
    JOIN unnest(%(their_ids)s::bigint[], %(their_words)s::text[], %(their_places)s::int[]) AS theirs(id, words, place)
      ON (theirs.place IS NULL OR theirs.place < mine.place)
     AND length(theirs.words) BETWEEN length(mine.words) * %(shortest)s AND length(mine.words) / %(shortest)s
     AND similarity(mine.words, theirs.words) >= %(alike)s
    ORDER BY mine.id, s DESC, theirs.place IS NULL DESC, theirs.id
"""


def alike(mine: Sequence[Candidate], theirs: Sequence[Candidate]) -> dict[int, Likeness]:
    """For each of mine (by id) that is like a partner, or like a row before it, among theirs: the most similar."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ALIKE,
            {
                "ids": [row.id for row in mine],
                "words": [words(row.name) for row in mine],
                "places": [row.place for row in mine],
                "their_ids": [other.id for other in theirs],
                "their_words": [words(other.name) for other in theirs],
                "their_places": [other.place for other in theirs],
                "alike": ALIKE,
                "shortest": ALIKE * 0.8,
            },
        )
        found = [Likeness(*row) for row in cursor.fetchall()]
    return {likeness.name_id: likeness for likeness in found}
