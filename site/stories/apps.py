"""Registers the stories application."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Campaigns, announcements, toolkits, and the partners behind them."""

    name = "stories"
    label = "stories"

    def ready(self) -> None:
        from newsroom.web.api import tables
        from stories.partner_import import forgetting  # noqa: F401  (its receiver)
        from stories.partner_import.mail import replace_receivers
        from stories.tables import PARTNERS

        replace_receivers()
        tables.register(PARTNERS)
