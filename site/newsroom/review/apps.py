"""Registers the review application."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Who must agree before a page is public."""

    name = "newsroom.review"
    label = "review"
