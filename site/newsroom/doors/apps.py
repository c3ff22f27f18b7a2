"""Registers the doors."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    """Who gets into the newsroom, and how."""

    name = "newsroom.doors"
    label = "doors"

    def ready(self):
        from newsroom.doors import choosers, receivers

        receivers.connect()
        choosers.replace()
