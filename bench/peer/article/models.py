"""The one type of page of the peer: what a campaign story of ours has, written as Wagtail's documentation does."""

from django.db import models
from wagtail import blocks
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock()
    level = blocks.CharBlock()


class ArticlePage(Page):
    summary = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    start_year = models.PositiveSmallIntegerField(null=True)
    body = StreamField([("heading", HeadingBlock()), ("text", blocks.RichTextBlock())], blank=True)

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("place"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("summary"), APIField("place"), APIField("start_year"), APIField("body")]
