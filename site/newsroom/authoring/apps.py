"""Registers the authoring application."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """What an editor writes."""

    name = "newsroom.authoring"
    label = "authoring"
