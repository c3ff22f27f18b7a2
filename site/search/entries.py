"""What the index holds of an object: its public words, analysed for its language, and its titles for the admin.

A page has public words only when they were approved: `title` and `body` come from its approved live revision and from
nowhere else, so that no search, however it is asked, can tell what a draft says. `autocomplete` holds the title of the
page and of its draft: the admin's own search looks there, and shows it to those who may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Exists, TextField, Value
from modelsearch.backends.database.postgres.postgres import EMPTY_VECTOR, ObjectIndexer
from modelsearch.utils import ADD
from wagtail.models import Page
from wagtail.search.index import AutocompleteField

from newsroom.authoring.documents import approved_page
from newsroom.review.approvals import approvals_of_live_revision
from search.analysis import PLAIN, TITLES, Analysis, analysis_for, exact_words, index_text
from search.texts import Writing, weight_of, writings

# PostgreSQL refuses a vector of 1 MB. A page of this many bytes of different words is longer than any book.
_LARGEST_VECTOR = 900_000


@dataclass
class Words:
    """The texts of one object by weight (`texts.Writing`). `row` is the page with its approved revision, from
    which they were read, and None for what has no public words."""

    pk: Any
    analysis: Analysis = PLAIN
    texts: list[Writing] = field(default_factory=list)
    autocomplete: list[str] = field(default_factory=list)
    row: Any = None
    language: str | None = None

    def titles(self) -> list[str]:
        return [text for weight, text in self.texts if weight == "A"]


def words_of(model: Any, objects: Iterable[Any]) -> Iterator[Words]:
    """The words of indexed objects of one model, in any number of languages: one query for any number of pages."""
    if issubclass(model, Page):
        yield from _words_of_pages([obj.pk for obj in objects])
    else:
        yield from (_words_of_object(obj) for obj in objects)


def _words_of_pages(pks: list[Any]) -> Iterator[Words]:
    rows = Page.objects.filter(pk__in=pks).select_related("live_revision", "locale")
    for row in rows.annotate(is_approved=Exists(approvals_of_live_revision())):
        code = row.locale.language_code
        found = Words(row.pk, analysis_for(code), autocomplete=[row.title, row.draft_title], language=code)
        if row.live and row.is_approved and row.specific_class:
            found.row, page = row, approved_page(row)
            found.autocomplete.append(page.title)
            found.texts = list(writings(page))
        yield found


def _words_of_object(obj: Any) -> Words:
    code = obj.locale.language_code if hasattr(obj, "locale_id") else None
    found = Words(obj.pk, analysis_for(code), language=code)
    stock = ObjectIndexer(obj, _NoConfig)
    for search_field in obj.get_search_fields():
        for leaf, _weight_by_boost, text in stock.prepare_field(obj, search_field):
            if isinstance(leaf, AutocompleteField):
                found.autocomplete.append(text)
            else:
                found.texts.append(Writing(weight_of(leaf), text))
    return found


class _NoConfig:
    """`ObjectIndexer` asks its backend for configurations that its `prepare_field` does not use."""

    config = autocomplete_config = None


def columns(words: Words) -> dict[str, Any]:
    """The index entry's columns as expressions. `title` is small, to rank by: titles and summaries. `body` holds all
    words, so that one condition on one index finds every match."""
    return {
        "object_id": str(words.pk),
        "title": _vector(_pieces(words, {"A", "B"})),
        "body": _vector(_pieces(words, {"A", "B", "C", "D"})),
        "autocomplete": _vector(
            (index_text(text, TITLES), "D", TITLES.config) for text in dict.fromkeys(words.autocomplete)
        ),
        "title_text": _storable(" ".join(words.titles())),
        "body_text": _storable(" ".join(text for weight, text in words.texts if weight != "A")),
    }


def _pieces(words: Words, weights: set[str]) -> Iterator[tuple[str, str, str]]:
    """(words, weight, configuration). Accented words are indexed as they are too, and titles whole: "About us" is
    made of small words only."""
    for weight, text in words.texts:
        if weight in weights:
            yield index_text(text, words.analysis), weight, words.analysis.config
    for weight, text in words.texts:
        if weight in weights:
            yield exact_words(text, accented=weight != "A"), weight, "simple"


def _vector(pieces: Iterable[tuple[str, str, str]]) -> Any:
    room = _LARGEST_VECTOR
    vectors = []
    seen: set[str] = set()
    for text, weight, config in pieces:
        kept = []
        for word in text.split():
            room -= 2 if word in seen else len(word.encode()) + 10
            if room < 0:
                break
            seen.add(word)
            kept.append(word)
        if kept:
            value = Value(" ".join(kept), output_field=TextField())
            vectors.append(SearchVector(value, weight=weight, config=config))
    return ADD(vectors) if vectors else EMPTY_VECTOR


def _storable(text: str) -> str:
    return text.replace("\0", "")
