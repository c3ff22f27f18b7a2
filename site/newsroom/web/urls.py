"""Addresses below a language: `/es/…`. Wagtail reverses `wagtail_serve` with a page's path to find a page's address."""

import re

from django.urls import path, re_path

from newsroom.authoring.blocks.files import TOOLKIT_NAME
from newsroom.authoring.blocks.talking_points import PDF_NAME, SHEET_NAME
from newsroom.web.discovery.feed import feed_view
from newsroom.web.sheets import sheet_pdf, sheet_view
from newsroom.web.toolkit import whole_toolkit
from newsroom.web.views import page_view

urlpatterns = [
    # No page can stand at these: a slug holds no dot.
    path("feed.atom", feed_view, name="feed"),
    re_path(r"^(?P<path>(?:[\w\-]+/)*)feed\.(?P<kind>atom|rss)$", feed_view, name="list_feed"),
    re_path(rf"^((?:[\w\-]+/)+){re.escape(TOOLKIT_NAME)}$", whole_toolkit, name="whole_toolkit"),
    re_path(rf"^((?:[\w\-]+/)*){re.escape(PDF_NAME)}$", sheet_pdf, name="sheet_pdf"),
    # A page could stand here: `sheet_view` asks that first.
    re_path(rf"^((?:[\w\-]+/)*){re.escape(SHEET_NAME)}$", sheet_view, name="sheet"),
    re_path(r"^((?:[\w\-]+/)*)$", page_view, name="wagtail_serve"),
]
