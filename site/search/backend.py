"""Wagtail's PostgreSQL search with one index and, for each language, its own analysis.

Stock Wagtail takes one text search configuration for the whole index. Here every object is indexed in its own
language's, and a backend per language asks in the same way: `pages.search("deportacion", backend="es")`. The backend
"default" keeps the index and asks in every language at once.
"""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database.postgres.postgres import IndexEntry, PostgresIndex, PostgresSearchBackend
from modelsearch.utils import get_content_type_pk
from wagtail.models import Page

from search import parts, vocabulary
from search.analysis import TITLES, all_analyses, analysis_for
from search.entries import Words, columns, words_of
from search.queries import AutocompleteCompiler, SearchCompiler

_KEY = ["content_type", "object_id"]
_COLUMNS = ["title", "body", "autocomplete", "title_text", "body_text"]


class LanguageIndex(PostgresIndex):
    """One entry for each object, in the analysis of the object's language."""

    def add_items(self, model: Any, objs: Any) -> None:
        if not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        found = list(words_of(model, objs))
        entries = [IndexEntry(content_type_id=content_type, **columns(words)) for words in found]
        IndexEntry._default_manager.using(self.write_connection.alias).bulk_create(
            entries, batch_size=100, update_conflicts=True, unique_fields=_KEY, update_fields=_COLUMNS
        )
        if issubclass(model, Page):
            vocabulary.remember(found)
            # One page alone is prepared for its first reader: publishing need not wait for it.
            if len(found) > 1:
                parts.make_all([words.pk for words in found if words.row is not None])

    def delete_item(self, item: Any) -> None:
        super().delete_item(item)
        if isinstance(item, Page):
            vocabulary.remember([Words(item.pk)])

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: rank goes by each title's own length. The stock way reads the whole index at every save."""


class LanguageSearchBackend(PostgresSearchBackend):
    """`LANGUAGE` among its settings is the code that it asks in; without it, it asks in all of them."""

    index_class = LanguageIndex
    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        code = params.get("LANGUAGE")
        self.analyses = [analysis_for(code)] if code else all_analyses()
        self.autocomplete_analyses = [TITLES]
        if code:
            # The index is one: `update_index` would otherwise fill it once for each language.
            self.rebuilder_class = None


SearchBackend = LanguageSearchBackend
