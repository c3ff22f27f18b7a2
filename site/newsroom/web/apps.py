"""Registers the web application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What the world receives."""

    name = "newsroom.web"
    label = "web"

    def ready(self) -> None:
        from newsroom.web import erasing, failures, pictures, purging, redirects, removal  # noqa: F401  (their receivers)
        from newsroom.web.previews import receivers as previews
        from newsroom.web.published_documents import forgetting  # noqa: F401
        from newsroom.web.webhooks import receivers  # noqa: F401

        previews.connect()
        removal.connect()
        purging.connect()
        erasing.connect()
        failures.connect()
