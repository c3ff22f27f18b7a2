"""Addresses below a language: `/es/…`. Wagtail reverses `wagtail_serve` with a page's path to find a page's address."""

from django.urls import path, re_path

from newsroom.web.discovery.feed import feed_view
from newsroom.web.views import page_view

urlpatterns = [
    path("feed.atom", feed_view, name="feed"),
    re_path(r"^((?:[\w\-]+/)*)$", page_view, name="wagtail_serve"),
]
