"""The same search in OpenSearch, for a site that outgrows PostgreSQL: `SEARCH_URL` turns it on (docs/search.md).

OpenSearch says which objects match and how well; PostgreSQL says which of them the one who asks may see. The queryset
that is searched is asked there at every read, with the condition of what is public, so that a take-down needs no index.
What is indexed are the same words as in `entries.py`: of a page, those of its approved revision and no others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults
from modelsearch.backends.opensearch3 import OpenSearch3Index, OpenSearch3Mapping, OpenSearch3SearchBackend
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from opensearchpy import OpenSearch
from wagtail.models import Page

from newsroom.translation.languages import LANGUAGES
from search import vocabulary
from search.engine import ANALYSIS, LOOSE, PARTS, mapping
from search.entries import Words, words_of
from search.queries import CANDIDATES

_PART_OF = {"A": "title", "B": "summary", "C": "body", "D": "transcript"}


class LanguageMapping(OpenSearch3Mapping):
    """The same for every model: an object has words in its own language, beginnings of titles, and a type."""

    def get_mapping(self) -> dict[str, Any]:
        return mapping([language.code for language in LANGUAGES])

    def document(self, words: Words) -> dict[str, Any]:
        parts: dict[str, list[str]] = {}
        for weight, text in words.texts:
            parts.setdefault(_PART_OF[weight], []).append(text)
        return {
            "pk": str(words.pk),
            "_django_content_type": self.get_all_content_types(),
            "beginnings": words.autocomplete,
            "words": {words.language or LOOSE: parts},
        }


class LanguageIndex(OpenSearch3Index):
    """One index for all pages, in all languages; one each for pictures and documents."""

    mapping_class: type[LanguageMapping]

    def add_item(self, item: Any) -> None:
        self.add_items(type(item), [item])

    def add_items(self, model: Any, items: Iterable[Any]) -> None:
        if not model.get_search_fields():
            return
        found = list(words_of(model, items))
        documents = self.mapping_class(model)
        actions = [{"_id": str(words.pk), "_source": documents.document(words)} for words in found]
        if issubclass(model, Page):
            vocabulary.remember(found)
        if actions:
            self.backend.bulk(self.es, actions, index=self.name)

    def delete_item(self, item: Any) -> None:
        if isinstance(item, Page):
            vocabulary.remember([Words(item.pk)])
        super().delete_item(item)


class Compiler(BaseSearchQueryCompiler):
    """A query of Wagtail's as OpenSearch's, for some languages. Filters and orders stay with PostgreSQL."""

    def check(self) -> None:
        """Accept any filter and order: see above."""

    def body(self, codes: list[str]) -> dict[str, Any]:
        """What OpenSearch is asked. `codes` are the languages in whose words to look."""
        model = self.queryset.model
        kind = {"term": {"_django_content_type": LanguageMapping(model).get_content_type()}}
        return {"bool": {"must": self._compiled(self.query, codes), "filter": kind}}

    def _compiled(self, query: Any, codes: list[str]) -> dict[str, Any]:
        if isinstance(query, MatchAll):
            return {"match_all": {}}
        if isinstance(query, (PlainText, Phrase, Fuzzy)):
            return self._text(query, codes)
        if isinstance(query, Boost):
            return {"bool": {"must": self._compiled(query.subquery, codes), "boost": query.boost}}
        if isinstance(query, Not):
            return {"bool": {"must_not": self._compiled(query.subquery, codes)}}
        if isinstance(query, (And, Or)):
            name = "must" if isinstance(query, And) else "should"
            return {"bool": {name: [self._compiled(part, codes) for part in query.subqueries]}}
        raise NotImplementedError(f"{type(query).__name__} is no query that OpenSearch is asked.")

    def _text(self, query: Any, codes: list[str]) -> dict[str, Any]:
        """Words as their language's analyzer stems them, and as they are: who typed accents meant them, and a query of
        small words only ("about us") has no other match."""
        asked: dict[str, Any] = {"query": query.query_string}
        if isinstance(query, Phrase):
            asked["type"] = "phrase"
        elif isinstance(query, Fuzzy):
            asked |= {"fuzziness": "AUTO", "operator": query.operator}
        else:
            asked |= {"type": "cross_fields", "operator": query.operator}
        matches = [
            {"multi_match": {**asked, "fields": [f"words.{code}.{part}" for part in self._parts(exact)]}}
            for code in codes
            for exact in ("", ".exact")
        ]
        return {"bool": {"should": matches, "minimum_should_match": 1}}

    def _parts(self, exact: str) -> list[str]:
        return [f"{part}{exact}^{weight}" for part, weight in PARTS.items() if not self.fields or part in self.fields]


class AutocompleteCompiler(Compiler):
    """Beginnings of words in titles, drafts' titles too: for the admin."""

    def _text(self, query: Any, codes: list[str]) -> dict[str, Any]:
        return {"match": {"beginnings": {"query": query.query_string, "operator": "and"}}}


class Results(BaseSearchResults):
    """What matches, as far as the queryset that was searched holds it, and CANDIDATES of it at most."""

    def _do_search(self) -> list[Any]:
        return list(self._visible())[self.start : self.stop]

    def _do_count(self) -> int:
        return len(self._do_search())

    def _visible(self) -> Iterator[Any]:
        scores = self._scores()
        queryset = self.query_compiler.queryset.filter(pk__in=list(scores))
        if not self.query_compiler.order_by_relevance:
            yield from queryset if queryset.ordered else queryset.order_by("-pk")
            return
        rows = {str(row.pk): row for row in queryset}
        for pk, score in scores.items():
            if pk in rows:
                if self._score_field:
                    setattr(rows[pk], self._score_field, score)
                yield rows[pk]

    def _scores(self) -> dict[str, float]:
        index = self.backend.get_index_for_model(self.query_compiler.queryset.model)
        body = {"query": self.query_compiler.body(self.backend.codes), "size": CANDIDATES * 2, "_source": False}
        hits = self.backend.es.search(index=index.name, body=body)["hits"]["hits"]
        return {hit["_id"]: hit["_score"] for hit in hits}


def _client(hosts: list[dict[str, Any]], **options: Any) -> OpenSearch:
    """A backend is made for each search; its connections are kept from one to the next."""
    return _kept_client(json.dumps([hosts, options]))


@cache
def _kept_client(asked: str) -> OpenSearch:
    hosts, options = json.loads(asked)
    return OpenSearch(hosts=hosts, **options)


class OpenSearchBackend(OpenSearch3SearchBackend):
    """`LANGUAGE` among its settings is the code that it asks in; without it, it asks in all of them."""

    mapping_class = LanguageMapping
    index_class = LanguageIndex
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = Results
    client_class = staticmethod(_client)
    settings = ANALYSIS

    def __init__(self, params: dict[str, Any]) -> None:
        code = params.pop("LANGUAGE", None)
        super().__init__(params)
        self.codes = [code] if code else [*(language.code for language in LANGUAGES), LOOSE]
        if code:
            # The index is one: `update_index` would otherwise fill it once for each language.
            self.rebuilder_class = None


SearchBackend = OpenSearchBackend
