"""Registers the consent application."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Who said yes, and for what."""

    name = "newsroom.consent"
    label = "consent"

    def ready(self) -> None:
        from newsroom.consent.removal import erasing

        erasing.connect()
