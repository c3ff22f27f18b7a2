"""Addresses below a language: `/es/…`. Wagtail reverses `wagtail_serve` with a page's path to find a page's address."""

from django.urls import re_path

from newsroom.web.views import page_view

urlpatterns = [
    re_path(r"^((?:[\w\-]+/)*)$", page_view, name="wagtail_serve"),
]
