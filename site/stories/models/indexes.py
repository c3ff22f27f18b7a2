"""The two lists: stories, partners."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES
from newsroom.authoring.delivery import cards
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import Card, PageDocument


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

    class Meta:
        verbose_name = _("story index")

    def lists(self, lang: str) -> dict[str, list[Card]]:
        newest = cards(Page.objects.child_of(self).order_by("-first_published_at", "-pk"))
        return {
            "stories": [card for card in newest if card.type == "campaign_story"],
            "announcements": [card for card in newest if card.type == "announcement"],
        }


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

    def lists(self, lang: str) -> dict[str, list[Card]]:
        return {"partners": sorted(cards(Page.objects.child_of(self)), key=lambda card: card.title.casefold())}
