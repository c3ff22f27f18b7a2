"""What is shown of found pages, from what was prepared of each (`parts.py`), or else made from its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection

from search import plain
from search.analysis import analysis_for, expression
from search.parts import make_missing, parsed, shown, version
from search.snippets import Shown, snippets
from search.words import words

# A query of single words, one of which is enough, as PostgreSQL writes it.
_ANY_OF = re.compile(r"'(?:[^'\\]+)'(?::\*)?(?: \| '(?:[^'\\]+)'(?::\*)?)*")
_LEXEME = re.compile(r"'([^']+)'")
_PREPARED = """
    SELECT kept.page_id, kept.parts, to_tsquery(%s::regconfig, %s)::text
    FROM search_publicwords kept JOIN wagtailcore_revision r ON r.id = kept.revision_id
    WHERE (kept.page_id, kept.revision_id) IN (SELECT * FROM unnest(%s::int[], %s::bigint[]))
      AND kept.parts_made_of = %s || ' ' || r.xmin::text
"""


def lexemes_of(query: str) -> list[str] | None:
    """The lexemes of a query as PostgreSQL writes it; None where it asks for more than single words."""
    return _LEXEME.findall(query) if query == "" or _ANY_OF.fullmatch(query) else None


def runs_of(typed: str) -> list[str]:
    """What was typed of scripts without spaces."""
    return [word.folded for word in words(typed) if word.is_run]


def show(pages: Iterable[Any], typed: str, code: str) -> dict[int, Shown]:
    """What to show of each approved page (see `approved_page`), by page id: one query for any number of them, and a few
    where some are not prepared, which are then. The same as `snippets` says, which reads every word of every page."""
    pages = list(pages)
    prepared = _prepared(pages, typed, code) if pages and plain.is_plain(typed) else {}
    others = [page for page in pages if page.pk not in prepared]
    if not others:
        return prepared
    if plain.is_in_use():
        make_missing([page.pk for page in others])
    return prepared | snippets(others, typed, code)


def _prepared(pages: list[Any], typed: str, code: str) -> dict[int, Shown]:
    analysis = analysis_for(code)
    columns = [page.pk for page in pages], [page.live_revision_id for page in pages]
    with connection.cursor() as cursor:
        cursor.execute(_PREPARED, [analysis.config, expression(typed, analysis, "or"), *columns, version()])
        rows = cursor.fetchall()
    lexemes = lexemes_of(rows[0][2]) if rows else None
    if lexemes is None:
        return {}
    runs = runs_of(typed)
    return {pk: shown(parsed(parts), lexemes, runs) for pk, parts, _ in rows}
