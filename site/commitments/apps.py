"""Registers the commitments application."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """The commitments and their index."""

    name = "commitments"
    label = "commitments"
