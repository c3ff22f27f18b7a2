"""Where Django finds it."""

from django.apps import AppConfig


class ArticleConfig(AppConfig):
    name = "bench.peer.article"
    label = "article"
    default_auto_field = "django.db.models.BigAutoField"
