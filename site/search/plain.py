"""The plain question (words, in one language) as one SQL statement whose plan PostgreSQL keeps.

The condition of what is public is `visible_pages()`, as Django writes it, in the middle of it; all else is what
`queries.py` asks, in an order that lets the first matches end the looking. Django's own search asks in this way too
where a question is plain, so that both look at the same pages of a word that is everywhere.

Who knows already which pages are public in one state of the database (`fast.py`) asks a smaller one, which compares
that state with its own and, if it is the same, gives the order of all that match.
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
from search.parts import version
from search.queries import CANDIDATES
from search.vocabulary import PLACES
from search.words import words

QUOTES = '"“”„«»「」'
_ENGINE = "search.backend"
_OWN = 4
_FIELDS = ("id", "content_type_id", "places", "url_path", "first_published_at", "digest")
_NUMBERED = re.compile(r"\$([0-9]+)")

# $1 is the configuration, $2 the query for all words, $3 for any of them, $4 for those with accents.
_ASKED_FOR = """asked AS MATERIALIZED (
      SELECT CASE WHEN numnode(to_tsquery($1::regconfig, $2)) = 0 THEN to_tsquery('simple', $2)
               ELSE to_tsquery($1::regconfig, $2) END AS every,
             CASE WHEN numnode(to_tsquery($1::regconfig, $3)) = 0 THEN to_tsquery('simple', $3)
               ELSE to_tsquery($1::regconfig, $3) END AS some,
             to_tsquery($1::regconfig, $3)::text AS lexemes,
             CASE WHEN $4::text <> '' THEN to_tsquery('simple', $4) END AS exact
    )"""
_RANK = """
        ts_rank('{{0.1, 0.2, 0.5, 1.0}}', found.title, asked.some, 1) * 4.0::float8
        + ts_rank('{{0.1, 0.2, 0.5, 1.0}}', found.body, asked.some)
        + coalesce(ts_rank('{{0.1, 0.2, 0.5, 1.0}}', found.body, asked.exact), 0)"""
# The vectors are read where they lie: without `OFFSET`, PostgreSQL would carry them through its sorting.
_RANKED = f"""
    WITH {_ASKED_FOR},
    {{once}}found AS MATERIALIZED (
      SELECT {{fields}}, {_RANK} AS rank FROM (({{matching}})) found CROSS JOIN asked OFFSET 0
    ),
    ranked AS MATERIALIZED (
      SELECT found.*, row_number() OVER (ORDER BY rank DESC, id DESC) AS place FROM found
    )
"""  # noqa: S608 - our own words
# Words tell entries apart, types do not: the sum keeps PostgreSQL from looking in the types' index.
_MATCHING = """
    SELECT entry.title, entry.body, {is_title} AS is_title, page.*
    FROM wagtailsearch_indexentry entry CROSS JOIN LATERAL ({pages}) page
    WHERE {when}entry.content_type_id + 0 IN ({types}) AND {matches} LIMIT {most}
"""
# Sets of pages that a function of ours gives: the same for each page that is looked at.
_SET = re.compile(r"\(SELECT (newsroom_\w+\([^()]*\))\)")
_EVERY = "@@ (SELECT every FROM asked)"
_MATCHES = {"true": f"entry.title {_EVERY}", "false": f"entry.body {_EVERY} AND NOT entry.title {_EVERY}"}
_IS_CUT = "{most} IN (count(*) FILTER (WHERE is_title), count(*) FILTER (WHERE NOT is_title))"
_ROWS = "SELECT id, content_type_id, places FROM ranked ORDER BY place"
_WHOLE = """
    SELECT pg_current_snapshot()::text, extract(epoch FROM newsroom_good_until() - clock_timestamp())::float8,
      (SELECT lexemes FROM asked), string_agg(id::text, ',' ORDER BY place),
      json_agg(json_build_array(content_type_id, places, url_path, first_published_at, digest) ORDER BY place)::text,
      (
        SELECT array_agg(ARRAY[kept.page_id::text, kept.parts_digest::text, kept.parts])
        FROM ranked JOIN search_publicwords kept ON kept.page_id = ranked.id AND kept.parts_digest = ranked.digest
        WHERE place > {begin} AND place <= {end} AND kept.parts_digest <> ALL ({known}::bigint[])
      )
    FROM ranked
"""
# Whether the database is in a state that is known. What a transaction did itself is in no state that others know.
_IS_SAME = "pg_current_snapshot()::text = {state} AND pg_current_xact_id_if_assigned() IS NULL"
SAME = f"SELECT {_IS_SAME}".format(state="$1").encode()
# Of all that match, public or not, nothing but numbers.
_ORDER = f"""
    WITH {_ASKED_FOR}, same AS MATERIALIZED (SELECT {_IS_SAME} AS is_so)
    SELECT (SELECT is_so FROM same), (SELECT lexemes FROM asked), string_agg(id, ',' ORDER BY rank DESC, id::int DESC),
      {_IS_CUT}
    FROM (
      SELECT found.id, found.is_title, {_RANK} AS rank FROM (({{matching}})) found CROSS JOIN asked OFFSET 0
    ) matching
"""  # noqa: S608 - our own words
# The public ones among some pages.
_AMONG = """
    WITH {once}found AS MATERIALIZED (
      SELECT page.* FROM unnest({ids}::int[]) AS entry (object_id) CROSS JOIN LATERAL ({pages}) page
    )
    SELECT pg_current_snapshot()::text,
      json_agg(json_build_array(id, content_type_id, places, url_path, first_published_at, digest))::text
    FROM found
"""
# By page and digest it is always the same that is shown.
PARTS = b"""
    SELECT page_id, parts_digest, parts
    FROM search_publicwords WHERE page_id = ANY($1::int[]) AND parts_digest = ANY($2::bigint[])
"""
# The digest of a page's parts, unless they are of another revision, of other code or of another state of that row.
_DIGEST = """
    CASE WHEN search_publicwords.revision_id = wagtailcore_page.live_revision_id
      AND search_publicwords.parts_made_of = %s || ' ' || (
        SELECT r.xmin::text FROM wagtailcore_revision r WHERE r.id = wagtailcore_page.live_revision_id)
    THEN search_publicwords.parts_digest END
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
def whole(code: str) -> bytes:
    """The whole question in a language, its `parameters` numbered.

    It gives one row: the state of the database, for how many seconds that is so by itself, the query's lexemes, the ids
    of what was found with commas between them, as JSON [type, places, url path, first published, digest of its parts]
    of each of these, and [page id, digest, parts] of those that are shown and whose parts are not known."""
    ranked, conditions = _ranked(code)
    names = ("known", "begin", "end")
    numbers = {name: f"${number}" for number, name in enumerate(names, _OWN + len(conditions) + 1)}
    return (ranked + _WHOLE.format(**numbers)).encode()


def parameters(typed: str, code: str, known: str, begin: int, end: int) -> list[Any]:
    """What `whole` takes; `known` are digests of parts that need not be sent, as PostgreSQL writes an array."""
    return [*_asked(typed, code), *_ranked(code)[1], known, begin, end]


@lru_cache(maxsize=1)
def order() -> bytes:
    """The question to a database of which it is known what is public: of `order_parameters`.

    It gives one row: whether the database is in the state that was given, and if so the query's lexemes, the ids of all
    that match with commas between them, and whether more may match than were looked at."""
    matching = _matching("SELECT entry.object_id AS id", when="(SELECT is_so FROM same) AND ")
    return _ORDER.format(state=f"${_OWN + 1}", matching=matching, most=CANDIDATES).encode()


def order_parameters(typed: str, code: str, state: str) -> list[Any]:
    """What `order` takes."""
    return [*_asked(typed, code), state]


@lru_cache(maxsize=64)
def among(code: str) -> bytes:
    """The question which of some pages are public in a language: of `among_parameters`.

    It gives one row: the state of the database, and as JSON [id, type, places, url path, first published, digest of its
    parts] of each page that is."""
    once, pages, _ = _public(code, 2)
    return _AMONG.format(once=once, pages=pages, ids="$1").encode()


def among_parameters(code: str, ids: Sequence[int]) -> list[Any]:
    """What `among` takes."""
    return [list(ids), *_public(code, 2)[2]]


@lru_cache(maxsize=64)
def _ranked(code: str) -> tuple[str, Sequence[Any]]:
    """The statement up to what is to be told of the ranked pages, and the parameters of its conditions."""
    once, visible, conditions = _public(code, _OWN + 1)
    return _RANKED.format(once=once, fields=", ".join(_FIELDS), matching=_matching(visible)), conditions


@lru_cache(maxsize=64)
def _public(code: str, first: int) -> tuple[str, str, Sequence[Any]]:
    """The sets that are made once, the statement for the page of an `entry` if it is public in a language, and the
    parameters of its conditions, numbered from `first` on."""
    pages = visible_pages().filter(locale__language_code=code, pk=RawSQL("entry.object_id::int", [])).order_by()
    pages = pages.annotate(places=PLACES, digest=RawSQL(_DIGEST, [version()]))  # noqa: S611 - ours
    visible, conditions = pages.values(*_FIELDS).query.sql_with_params()
    numbers = count(first)
    visible = re.sub("%s", lambda _: f"${next(numbers)}", visible)
    sets = list(dict.fromkeys(_SET.findall(visible)))
    once = "".join(f"set{at} AS MATERIALIZED (SELECT {each} AS id),\n    " for at, each in enumerate(sets))
    return once, _SET.sub(lambda found: f"(TABLE set{sets.index(found[1])})", visible), conditions


def _matching(pages: str, when: str = "") -> str:
    """What matches in titles, and what does elsewhere."""
    types = ", ".join(map(str, get_descendants_content_types_pks(Page)))
    return ") UNION ALL (".join(
        _MATCHING.format(is_title=is_title, pages=pages, when=when, types=types, matches=matches, most=CANDIDATES)
        for is_title, matches in _MATCHES.items()
    )


def _asked(typed: str, code: str) -> list[str]:
    analysis = analysis_for(code)
    every, some = expression(typed, analysis), expression(typed, analysis, "or")
    return [analysis.config, every, some, exact_expression(typed)]
