"""Registers the authoring application."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """What an editor writes."""

    name = "newsroom.authoring"
    label = "authoring"

    def ready(self) -> None:
        from newsroom.authoring import alike, encoding, erasing, receivers, withheld_files  # noqa: F401  (its receivers)

        encoding.set_up()
        erasing.connect()
        alike.connect()
        withheld_files.connect()
