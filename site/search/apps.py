"""Registers the search application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One index, the right analysis for each language."""

    name = "search"
    label = "search"

    def ready(self) -> None:
        from newsroom.web.api.searching import Searching, register
        from newsroom.web.published_documents import searches
        from search import fast, removal  # noqa: F401  (its receivers, and its step of a take-down)
        from search.finding import facets, find_ids
        from search.offering import answered, highlights
        from search.vocabulary import PLACES, is_in_place

        register(
            Searching(
                find=find_ids,
                in_place=is_in_place,
                places=PLACES,
                facets=facets,
                answer=answered,
                highlight=highlights,
            )
        )
        searches.register(fast.make)
