"""Registers the audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when, from which way in."""

    name = "newsroom.audit"
    label = "audit"

    def ready(self) -> None:
        from newsroom.audit import recording

        recording.connect()
