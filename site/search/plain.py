"""The plain question (words, in one language) as one SQL statement whose plan PostgreSQL keeps.

The condition of what is public is `visible_pages()`, as Django writes it, in the middle of it; all else is what
`queries.py` asks, in an order that lets the first matches end the looking. Django's own search asks in this way too
where a question is plain, so that both look at the same pages of a word that is everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from newsroom.authoring.visible import visible_pages
from search.analysis import analysis_for, exact_expression, expression
from search.queries import CANDIDATES
from search.vocabulary import PLACES
from search.words import words

QUOTES = '"“”„«»「」'
_ENGINE = "search.backend"
_OWN = 4
_NUMBERED = re.compile(r"\$([0-9]+)")

# $1 is the configuration, $2 the query for all words, $3 for any of them, $4 for those with accents.
_RANKED = """
    WITH asked AS MATERIALIZED (
      SELECT CASE WHEN numnode(to_tsquery($1::regconfig, $2)) = 0 THEN to_tsquery('simple', $2)
               ELSE to_tsquery($1::regconfig, $2) END AS every,
             CASE WHEN numnode(to_tsquery($1::regconfig, $3)) = 0 THEN to_tsquery('simple', $3)
               ELSE to_tsquery($1::regconfig, $3) END AS some,
             to_tsquery($1::regconfig, $3)::text AS lexemes,
             CASE WHEN $4::text <> '' THEN to_tsquery('simple', $4) END AS exact
    ),
    {once}found AS MATERIALIZED (
      ({in_title}) UNION ALL ({in_body})
    ),
    ranked AS MATERIALIZED (
      SELECT found.*, row_number() OVER (ORDER BY
        ts_rank('{{0.1, 0.2, 0.5, 1.0}}', entry.title, asked.some, 1) * 4.0::float8
        + ts_rank('{{0.1, 0.2, 0.5, 1.0}}', entry.body, asked.some)
        + coalesce(ts_rank('{{0.1, 0.2, 0.5, 1.0}}', entry.body, asked.exact), 0) DESC, found.id DESC) AS place
      FROM found JOIN wagtailsearch_indexentry entry ON entry.id = found.entry_id CROSS JOIN asked
    )
"""
# Words tell entries apart, types do not: the sum keeps PostgreSQL from looking in the types' index.
_MATCHING = """
    SELECT entry.id AS entry_id, page.*
    FROM wagtailsearch_indexentry entry CROSS JOIN LATERAL ({visible}) page
    WHERE entry.content_type_id + 0 IN ({types}) AND {matches} LIMIT {most}
"""
# Sets of pages that a function of ours gives: the same for each page that is looked at.
_SET = re.compile(r"\(SELECT (newsroom_\w+\([^()]*\))\)")
_EVERY = "@@ (SELECT every FROM asked)"
_ROWS = "SELECT id, content_type_id, places FROM ranked ORDER BY place"
# First how many were found and what they can be narrowed by, then the pages that are shown.
_SHOWN = """
    SELECT count(*), json_agg(content_type_id ORDER BY place)::text, json_agg(places ORDER BY place)::text,
      (SELECT lexemes FROM asked), NULL::int, NULL::text, NULL::timestamptz, NULL::bigint, NULL::text
    FROM ranked
    UNION ALL
    SELECT * FROM (
      SELECT ranked.place, NULL::text, NULL::text, NULL::text, ranked.id, ranked.url_path, ranked.first_published_at,
        kept.parts_digest, CASE WHEN kept.parts_digest = ANY({known}::bigint[]) THEN NULL ELSE kept.parts END
      FROM ranked LEFT JOIN search_publicwords kept ON kept.page_id = ranked.id
        AND kept.revision_id = ranked.live_revision_id
        AND kept.parts_made_of = {version} || ' ' || (
          SELECT r.xmin::text FROM wagtailcore_revision r WHERE r.id = ranked.live_revision_id)
      WHERE ranked.place > {begin} AND ranked.place <= {end}
      ORDER BY ranked.place
    ) window_of_them
"""


class Row(NamedTuple):
    """A page that was found."""

    pk: int
    content_type_id: int
    places: list[str]


def is_plain(typed: str) -> bool:
    """Whether these are just words, to be looked for in PostgreSQL."""
    return is_in_use() and not any(quote in typed for quote in QUOTES) and any(words(typed))


def is_in_use() -> bool:
    """Whether pages are indexed in PostgreSQL."""
    return settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] == _ENGINE


def rows(typed: str, code: str) -> list[Row]:
    """All that is found (a bounded number), the best first."""
    ranked, conditions = _ranked(code)
    named = _NUMBERED.sub(r"%(_\1)s", ranked + _ROWS)
    given = {f"_{number}": value for number, value in enumerate([*_asked(typed, code), *conditions], 1)}
    with connection.cursor() as cursor:
        cursor.execute(named, given)
        return [Row(*row) for row in cursor.fetchall()]


@lru_cache(maxsize=64)
def statement(code: str) -> bytes:
    """The whole question in a language, its `parameters` numbered: gives a row with the number of what was found, the
    types and the places of all of it as JSON, and the query's lexemes; then (place, -, -, -, page id, url path, first
    published, digest of its parts, its parts unless they are known) of each page that is shown."""
    ranked, conditions = _ranked(code)
    names = ("known", "version", "begin", "end")
    numbers = {name: f"${number}" for number, name in enumerate(names, _OWN + len(conditions) + 1)}
    return (ranked + _SHOWN.format(**numbers)).encode()


def parameters(typed: str, code: str, known: str, version: str, begin: int, end: int) -> list[Any]:
    """What `statement` takes: `known` are digests of parts that need not be sent, as PostgreSQL writes an array."""
    return [*_asked(typed, code), *_ranked(code)[1], known, version, begin, end]


@lru_cache(maxsize=64)
def _ranked(code: str) -> tuple[str, Sequence[Any]]:
    """The statement up to what is to be told of the ranked pages, and the parameters of its conditions."""
    pages = visible_pages().filter(locale__language_code=code, pk=RawSQL("entry.object_id::int", [])).order_by()
    fields = ("content_type_id", "places", "live_revision_id", "url_path", "first_published_at")
    visible, conditions = pages.annotate(places=PLACES).values("id", *fields).query.sql_with_params()
    numbers = count(_OWN + 1)
    visible = re.sub("%s", lambda _: f"${next(numbers)}", visible)
    sets = list(dict.fromkeys(_SET.findall(visible)))
    once = "".join(f"set{at} AS MATERIALIZED (SELECT {each} AS id),\n    " for at, each in enumerate(sets))
    visible = _SET.sub(lambda found: f"(TABLE set{sets.index(found[1])})", visible)
    types = ", ".join(map(str, get_descendants_content_types_pks(Page)))
    in_title, in_body = (
        _MATCHING.format(visible=visible, types=types, matches=matches, most=CANDIDATES)
        for matches in (f"entry.title {_EVERY}", f"entry.body {_EVERY} AND NOT entry.title {_EVERY}")
    )
    return _RANKED.format(once=once, in_title=in_title, in_body=in_body), conditions


def _asked(typed: str, code: str) -> list[str]:
    analysis = analysis_for(code)
    every, some = expression(typed, analysis), expression(typed, analysis, "or")
    return [analysis.config, every, some, exact_expression(typed)]
