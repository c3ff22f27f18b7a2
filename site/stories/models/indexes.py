"""The two lists: stories, partners."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES
from newsroom.authoring.delivery import cards
from newsroom.authoring.filters import Row
from newsroom.authoring.listing import list_pages
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import PageDocument
from stories.map import draw
from stories.models.announcements import ANNOUNCEMENTS, AnnouncementPage, newest_announcements
from stories.models.campaigns import CampaignStoryPage
from stories.models.partners import PartnerPage

# How many a reader of a cheap phone is sent at once.
STORIES, PARTNERS = 24, 30


def _newest(row: Row) -> Any:
    return (-row.published_at.timestamp() if row.published_at else 0.0, -row.pk)


def _latest(row: Row) -> Any:
    return (-datetime.date.fromisoformat(row.content["dateline_date"][:10]).toordinal(), -row.pk)


class IndexPage(NewsroomPage):
    """Abstract: an introduction, and the pages below."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)

    content_panels = [*NewsroomPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    is_section = True

    search_fields = [*NewsroomPage.search_fields, index.SearchField("introduction")]

    class Meta:
        abstract = True

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {"introduction": world.html(self.introduction, lang)}


class StoryIndexDocument(PageDocument):
    """The list of campaign stories and announcements; ask for them with `child_of`."""

    type: Literal["story_index"]
    introduction: str


class StoryIndexPage(IndexPage):
    """Where campaign stories and announcements live."""

    subpage_types = ["stories.CampaignStoryPage", "stories.AnnouncementPage"]
    document = StoryIndexDocument
    feeds = {"": "campaign_story", ANNOUNCEMENTS: "announcement"}

    class Meta:
        verbose_name = _("story index")

    sublists = {ANNOUNCEMENTS: _("Announcements")}

    def sublist(self, name: str, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        listing = list_pages(self, AnnouncementPage, query, order=_latest, reads=["dateline_date"], size=STORIES)
        return {"listing": listing}

    def lists(self, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        stories = list_pages(
            self, CampaignStoryPage, query, order=_newest, filters=CampaignStoryPage.filters, size=STORIES
        )
        announcements = [] if stories.is_part else cards(newest_announcements(Page.objects.child_of(self)), 3)
        return {"listing": stories, "announcements": announcements}


class PartnerIndexDocument(PageDocument):
    """The directory of partners; ask for them with `child_of`."""

    type: Literal["partner_index"]
    introduction: str


class PartnerIndexPage(IndexPage):
    """The directory of organisations and coalitions. Lists that arrive as text are imported here."""

    subpage_types = ["stories.PartnerPage"]
    document = PartnerIndexDocument

    class Meta:
        verbose_name = _("partner index")

    def lists(self, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        partners = list_pages(
            self,
            PartnerPage,
            query,
            order=lambda row: (row.content["title"].casefold(), row.pk),
            reads=["title"],
            filters=PartnerPage.filters,
            size=PARTNERS,
        )
        places = next(facet for facet in partners.facets if facet.name == "place")
        return {"listing": partners, "map": draw(partners.found, places)}
