"""Registers the demo application."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo content, and the commands that run it."""

    name = "demo"
    label = "demo"
