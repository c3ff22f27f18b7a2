"""What a search's answer shows of a page, made once for each approved revision: the rest is putting it together.

Parts are taken from the revision alone, so nothing but another revision makes them wrong. They hold the beginning and
the end of the page's card as JSON (its address and date lie on the page's row, which may change), its texts, and where
in them stands which word, by what PostgreSQL's stemmer makes of the word.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from newsroom.authoring.delivery import card_of
from newsroom.authoring.documents import approved_page, visible_rows
from newsroom.web.published_documents.release import code_of
from search.analysis import analysis_for, index_text
from search.snippets import Piece, Shown, Text, cut, in_pieces, text_of, texts_of, united
from search.words import Word

_LEXEMES = """
    SELECT folded, tsvector_to_array(to_tsvector(%s::regconfig, indexed))
    FROM unnest(%s::text[], %s::text[]) AS word (folded, indexed)
"""
_KEEP = """
    UPDATE search_publicwords kept SET parts = made.parts, parts_digest = made.digest, parts_made_of = made.made_of
    FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::bigint[], %s::text[])
      AS made (page_id, revision_id, parts, digest, made_of)
    WHERE kept.page_id = made.page_id AND kept.revision_id = made.revision_id
"""


class Parts(NamedTuple):
    """Texts are the title, then what is below it. `index` says of each lexeme where its words stand: after "|lexeme="
    there is of each word which texts have it (bits, in hexadecimal), then "/text.start-end,start-end" for each of
    these and a "/", and a ";" before the next word. One string is as small in memory as it was in the database, and
    of what it says no more is read than is shown.

    `joined` has the characters of what is written without spaces, a line for each run, the lines beginning at
    `begins`; `runs` has the (text, start) of each, one after the other."""

    card: str
    details: str
    texts: list[str]
    index: str
    joined: str
    runs: array[int]
    begins: array[int]


@lru_cache(maxsize=1)
def version() -> str:
    """What all parts are made by: other code may make others."""
    return code_of(Path(__file__).resolve().parents[1])


def make_missing(pks: Sequence[int]) -> None:
    """Make the parts of those among these pages that have none today."""
    rows = _rows(pks).annotate(had=F("public_words__parts_made_of"))
    lacking = [row.pk for row in rows.defer("live_revision__content") if row.had != _made_of(row)]
    make(_rows(lacking) if lacking else ())


def make_all(pks: Sequence[int]) -> None:
    """Make the parts of these pages, as far as they are public and indexed."""
    make(_rows(pks))


def _rows(pks: Sequence[int]) -> Any:
    """Visible rows with the `state` of their revision: PostgreSQL gives its row another mark when anything of it
    changes, by whatever road."""
    rows = visible_rows().filter(pk__in=pks, public_words__revision_id=F("live_revision_id"))
    state = RawSQL("SELECT r.xmin::text FROM wagtailcore_revision r WHERE r.id = wagtailcore_page.live_revision_id", [])
    return rows.annotate(state=state)


def make(rows: Iterable[Any]) -> None:
    """Keep the parts of visible rows with their `state`: two queries, and one for each language among them."""
    pages = [(row, approved_page(row)) for row in rows]
    texts = {page.pk: [text_of(page.title), *texts_of(page)] for _, page in pages}
    by_language: dict[str, set[str]] = defaultdict(set)
    for row, page in pages:
        words = {word.folded for text in texts[page.pk] for word in text.words if not word.is_run}
        by_language[row.locale.language_code] |= words
    lexemes = {code: _lexemes(words, code) for code, words in by_language.items()}
    made = []
    for row, page in pages:
        parts = _written(row, texts[page.pk], lexemes[row.locale.language_code])
        digest = int.from_bytes(blake2b(parts.encode(), digest_size=8).digest(), signed=True)
        made.append((row.pk, row.live_revision_id, parts, digest, _made_of(row)))
    if made:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [list(column) for column in zip(*made, strict=True)])


def parsed(parts: str) -> Parts:
    """Parts as they were written."""
    card, details, texts, index, joined, runs = json.loads(parts)
    begins = array("L", accumulate((len(line) + 1 for line in joined.split("\n")), initial=0))
    return Parts(card, details, texts, index, joined, array("L", runs), begins)


def shown(parts: Parts, lexemes: Iterable[str], runs: Sequence[str]) -> Shown:
    """What `snippets` shows of a page for a query of these lexemes, and of these runs without spaces."""
    # Of each word and each pair, where it stands.
    words = {word for lexeme in lexemes for word in _words(parts.index, lexeme)}
    pairs = [_stands(parts, pair) for pair in {run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1))}]
    have = [int(word.partition("/")[0], 16) for word in words] + [sum(1 << text for text in pair) for pair in pairs]
    in_title = any(bits & 1 for bits in have)
    title = in_pieces(parts.texts[0], _marks(words, pairs, 0) if in_title else [])
    best = _first_with_most(have) if len(parts.texts) > 1 else 0
    snippet: list[Piece] = cut(parts.texts[best], _marks(words, pairs, best)) if best else []
    return Shown(title, snippet)


def _first_with_most(have: Iterable[int]) -> int:
    """Which text below the title is the first of those that the most of these words have, by the bits of each word."""
    # Bits of the texts that have at least one of the words, at least two, …
    most: list[int] = []
    for bits in have:
        carried = bits & ~1
        for number, texts in enumerate(most):
            most[number], carried = texts | carried, texts & carried
        if carried:
            most.append(carried)
    return (most[-1] & -most[-1]).bit_length() - 1 if most else 1


def _words(index: str, lexeme: str) -> list[str]:
    """Where each word of a lexeme stands. (No two words stand at the same places.)"""
    at = index.find(f"|{lexeme}=")
    if at < 0:
        return []
    at += len(lexeme) + 2
    return index[at : index.index("|", at)].split(";")


def _marks(words: Iterable[str], pairs: Iterable[dict[int, list[tuple[int, int]]]], text: int) -> list[tuple[int, int]]:
    marks = [mark for pair in pairs for mark in pair.get(text, ())]
    name = f"/{text}."
    for word in words:
        at = word.find(name)
        if at >= 0:
            at += len(name)
            for span in word[at : word.index("/", at)].split(","):
                start, _, end = span.partition("-")
                marks.append((int(start), int(end)))
    return united(sorted(marks)) if len(marks) > 1 else marks


def _stands(parts: Parts, pair: str) -> dict[int, list[tuple[int, int]]]:
    """Where a pair of characters stands, by text."""
    places: dict[int, list[tuple[int, int]]] = {}
    at = parts.joined.find(pair)
    while at >= 0:
        run = bisect_right(parts.begins, at) - 1
        text, start = parts.runs[2 * run], parts.runs[2 * run + 1]
        start += at - parts.begins[run]
        places.setdefault(text, []).append((start, start + len(pair)))
        at = parts.joined.find(pair, at + 1)
    return places


def _made_of(row: Any) -> str:
    return f"{version()} {row.state}"


def _lexemes(words: set[str], code: str) -> dict[str, list[str]]:
    """What PostgreSQL indexes of each of these folded words."""
    analysis = analysis_for(code)
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [analysis.config, list(words), [index_text(word, analysis) for word in words]])
        return dict(cursor.fetchall())


def _written(row: Any, texts: list[Text], lexemes: dict[str, list[str]]) -> str:
    words: dict[str, dict[int, list[str]]] = {}
    runs: list[int] = []
    lines: list[str] = []
    for at, text in enumerate(texts):
        for word in text.words:
            if not word.is_run:
                words.setdefault(word.folded, {}).setdefault(at, []).append(f"{word.start}-{word.end}")
            elif _is_as_long(word):
                runs += (at, word.start)
                lines.append(word.folded)
    by_lexeme: dict[str, list[str]] = {}
    for folded in words:
        for lexeme in lexemes[folded]:
            by_lexeme.setdefault(lexeme, []).append(folded)
    card = card_of(
        {
            "id": row.pk,
            "content_type_id": row.content_type_id,
            "content": {name: value for name, value in row.live_revision.content.items() if name != "body"},
            "locale__language_code": row.locale.language_code,
            "url_path": row.url_path,
            "first_published_at": row.first_published_at,
        }
    )
    head = card.model_dump_json(include={"id", "type", "title", "summary"})[1:-1]
    details = card.model_dump_json(include={"details"})[1:-1]
    stands = {
        folded: f"{sum(1 << at for at in places):x}"
        + "".join(f"/{at}.{','.join(spans)}" for at, spans in places.items())
        + "/"
        for folded, places in words.items()
    }
    index = "".join(f"|{lexeme}={';'.join(stands[each] for each in folded)}" for lexeme, folded in by_lexeme.items())
    parts = [head, details, [text.text for text in texts], f"{index}|", "\n".join(lines), runs]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _is_as_long(word: Word) -> bool:
    """Whether each folded character of a run stands where it stood before."""
    return len(word.folded) == word.end - word.start
