"""Where the API finds words. The search room registers its own function here; until then it is Wagtail's search.

A searcher takes what a reader typed and a language code (or None for every language), and gives ids of pages, the
best first, not more than CANDIDATES of them. It need not know what is public: the API asks that again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wagtail.models import Locale, Page

Searcher = Callable[[str, str | None], Sequence[int]]

# Ranking every match of a common word is what makes search slow; nobody pages through a thousand of them.
CANDIDATES = 1000


def wagtail_search(query: str, locale: str | None) -> list[int]:
    """Wagtail's own search, over live pages."""
    pages = Page.objects.live()
    if locale:
        pages = pages.filter(locale=Locale.objects.get(language_code=locale))
    return [page.pk for page in pages.search(query)[:CANDIDATES]]


_searcher: Searcher = wagtail_search


def register(searcher: Searcher) -> None:
    """Use this function from now on (called by an application when it is ready)."""
    global _searcher
    _searcher = searcher


def search(query: str, locale: str | None) -> list[int]:
    """Ids of pages that match, the best first, by the function that is registered."""
    return list(_searcher(query, locale))[:CANDIDATES]
