"""Registers the search application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """One index, the right analysis for each language."""

    name = "search"
    label = "search"

    def ready(self) -> None:
        from newsroom.web.api import searching
        from search.finding import find_ids

        searching.register(find_ids)
