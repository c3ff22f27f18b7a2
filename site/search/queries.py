"""From what is asked to SQL: the query in the language's analysis, a bounded set of candidates, their rank."""

from __future__ import annotations

from functools import reduce
from typing import Any, cast

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Value
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Fuzzy, MatchAll, Not, Phrase, PlainText

from search.analysis import Analysis, Join, exact_expression, expression

# Counting and ranking every match of a common word is what kills search on a large site: at 20,000 pages a language
# it takes seconds. So many in titles, and so many anywhere, are looked at, and nobody pages through more.
CANDIDATES = 500
_WEIGHTS = Value("{0.1, 0.2, 0.5, 1.0}")


class WordsQuery(SearchQuery):
    """A query in a language's configuration. One made of small words only ("about us") would be empty and find
    nothing, so those are then looked for as they are; titles are indexed that way too."""

    def __init__(self, text: str, config: str) -> None:
        super().__init__(text, config=config, search_type="raw")
        self.as_it_is = SearchQuery(text, config="simple", search_type="raw")

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        resolved = super().resolve_expression(*args, **kwargs)
        resolved.as_it_is = self.as_it_is.resolve_expression(*args, **kwargs)
        return resolved

    def as_sql(self, compiler: Any, connection: Any, function: Any = None, template: Any = None) -> Any:
        sql, params = super().as_sql(compiler, connection, function, template)
        plain, plain_params = compiler.compile(self.as_it_is)
        return f"(CASE WHEN numnode({sql}) = 0 THEN {plain} ELSE {sql} END)", [*params, *plain_params, *params]


class LanguageQueries:
    """Wagtail's query compiler, with our analysis: a mixin for searching and for completing."""

    queryset: Any
    query: Any
    LAST_TERM_IS_PREFIX: bool

    def check(self) -> None:
        """Accept any filter: this is the same database. (The stock check refuses what an external engine could not
        do, such as the condition of what is public.)"""

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """`config` is a list of analyses; a match in one of them is a match."""
        if not isinstance(query, (PlainText, Phrase)):
            return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        join = cast(Join, "phrase" if isinstance(query, Phrase) else query.operator)
        built = any_of(query.query_string, config, join, prefix=self.LAST_TERM_IS_PREFIX)
        return ~built if invert else built


def any_of(text: str, analyses: list[Analysis], join: Join, *, prefix: bool = False) -> Any:
    """A text as a query in several analyses, a match in any of which is a match."""
    asked = {(expression(text, analysis, join, prefix=prefix), analysis.config): None for analysis in analyses}
    return reduce(lambda one, other: one | other, (WordsQuery(words, config) for words, config in asked))


class SearchCompiler(LanguageQueries, PostgresSearchQueryCompiler):
    """Whole words in public texts."""

    def get_config(self, backend: Any) -> list[Analysis]:
        return backend.analyses

    def search(self, config: Any, start: Any, stop: Any, score_field: Any = None, backend: Any = None) -> Any:
        is_negated_all = isinstance(self.query, Not) and isinstance(self.query.subquery, MatchAll)
        if isinstance(self.query, (MatchAll, Fuzzy)) or is_negated_all or self.fields is not None:
            return super().search(config, start, stop, score_field, backend)
        query = self.build_tsquery(self.query, config=config)
        candidates = self._matching("title", query).union(self._matching("body", query))
        queryset = self.queryset.filter(pk__in=candidates)
        return self._apply_ordering_and_scoring(queryset, self._rank(config), start, stop, score_field)

    def _matching(self, column: str, query: Any) -> Any:
        found = self.queryset.annotate(_vector_=F(f"index_entries__{column}")).filter(_vector_=query)
        return found.order_by().values("pk")[:CANDIDATES]

    def _rank(self, config: Any) -> Any:
        """Titles and summaries first, whatever the length of the text; then how much of the text it is. Who typed
        accents or tones meant them, so those come before words that only look alike without."""
        text = " ".join(_texts(self.query))
        some = any_of(text, config, "or")
        rank = SearchRank(F("index_entries__title"), some, weights=_WEIGHTS, normalization=Value(1)) * Value(4.0)
        rank = rank + SearchRank(F("index_entries__body"), some, weights=_WEIGHTS)
        exact = exact_expression(text)
        if exact:
            query = SearchQuery(exact, config="simple", search_type="raw")
            rank = rank + SearchRank(F("index_entries__body"), query, weights=_WEIGHTS)
        return rank


def _texts(query: Any) -> list[str]:
    """What a query asks for, as it was typed; what it excludes says nothing about rank."""
    if isinstance(query, (PlainText, Phrase)):
        return [query.query_string]
    parts = [] if isinstance(query, Not) else getattr(query, "subqueries", [getattr(query, "subquery", None)])
    return [text for part in parts for text in _texts(part)]


class AutocompleteCompiler(LanguageQueries, PostgresAutocompleteQueryCompiler):
    """Beginnings of words in titles, drafts' titles too: for the admin."""

    def get_config(self, backend: Any) -> list[Analysis]:
        return backend.autocomplete_analyses

    def build_tsrank(self, vector: Any, query: Any, config: Any = None, boost: float = 1.0) -> Any:
        return SearchRank(vector, self.build_tsquery(query, config=config), weights=_WEIGHTS)
