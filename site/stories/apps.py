"""Registers the stories application."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Campaigns, announcements, toolkits, and the partners behind them."""

    name = "stories"
    label = "stories"

    def ready(self) -> None:
        from stories.partner_import.mail import replace_receivers

        replace_receivers()
