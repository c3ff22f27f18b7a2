"""Registers the home application."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home, about and vision pages."""

    name = "home"
    label = "home"
