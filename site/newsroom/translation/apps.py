"""Registers the translation application."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Which languages a page is followed into."""

    name = "newsroom.translation"
    label = "translation"

    def ready(self) -> None:
        """Connect what happens by itself, and take locale synchronisation out of the locale's form."""
        from wagtail_localize.locales import components
        from wagtail_localize.models import LocaleSynchronization

        from newsroom.translation import receivers  # noqa: F401

        components.LOCALE_COMPONENTS[:] = [
            component for component in components.LOCALE_COMPONENTS if component["model"] is not LocaleSynchronization
        ]
