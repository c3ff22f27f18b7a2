"""The pages that say who the network is: home, about, vision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from commitments.models import CommitmentPage
from newsroom.authoring.blocks import BodyStream, DeliveredBlock
from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES
from newsroom.authoring.blocks.body import deliver_stream
from newsroom.authoring.blocks.text import CallToActionBlock, CallToActionShape, FigureBlock, FigureShape
from newsroom.authoring.delivery import cards
from newsroom.authoring.fields import chosen_ids, chosen_pages_field
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import Card, PageDocument
from stories.models import CampaignStoryPage, StoryIndexPage
from stories.models.announcements import ANNOUNCEMENTS, newest_announcements


class HomeDocument(PageDocument):
    """The front page of a language. `lead` is its one big sentence, `figures` say what is won, `call_to_action` is the
    one thing to do: null where there is none."""

    type: Literal["home"]
    lead: str
    call_to_action: CallToActionShape | None
    figures: list[FigureShape]
    body: list[DeliveredBlock]


class HomePage(NewsroomPage):
    """The front page: who we are, in one sentence, and what to read first."""

    lead = models.TextField(_("lead"), help_text=_("Who we are and what we do, in one sentence."))
    call_to_action = StreamField(
        [("call_to_action", CallToActionBlock())],
        blank=True,
        max_num=1,
        verbose_name=_("the one thing to do"),
        help_text=_("One clear thing that a reader can do now. It gets the only big button of the page."),
    )
    figures = StreamField(
        [("figure", FigureBlock())],
        blank=True,
        max_num=6,
        verbose_name=_("what is won, in figures"),
        help_text=_("At most six, each with its source."),
    )
    body = StreamField(BodyStream(), blank=True, verbose_name=_("body"))

    content_panels = [
        *NewsroomPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("call_to_action"),
        FieldPanel("figures"),
        FieldPanel("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None
    is_section = True

    search_fields = [
        *NewsroomPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("figures"),
        index.SearchField("body"),
    ]

    document = HomeDocument

    class Meta:
        verbose_name = _("home page")

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {
            "lead": self.lead,
            "call_to_action": next(iter(deliver_stream(self.call_to_action, world, lang)), None),
            "figures": deliver_stream(self.figures, world, lang),
            "body": deliver_stream(self.body, world, lang),
        }

    def lists(self, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        below = Page.objects.descendant_of(self)
        stories = below.type(CampaignStoryPage).order_by("-first_published_at")
        commitments = below.type(CommitmentPage)
        index = next(iter(cards(Page.objects.child_of(self).type(StoryIndexPage).order_by("path"), 1)), None)
        return {
            "stories": cards(stories, 6),
            "announcements": cards(newest_announcements(below), 3),
            "commitments": sorted(cards(commitments), key=lambda card: card.details["order"]),
            "announcements_url": f"{index.url}{ANNOUNCEMENTS}/" if index else "",
            "stories_url": index.url if index else "",
        }


class AboutDocument(PageDocument):
    """Who we are: `mission` and `history` are HTML, `body` holds the call-outs, `commitments` are cards."""

    type: Literal["about"]
    mission: str
    history: str
    body: list[DeliveredBlock]
    commitments: list[Card]


class AboutPage(NewsroomPage):
    """Who the network is: its mission, its history, its call-outs and its commitments."""

    mission = RichTextField(_("mission"), features=RICH_TEXT_FEATURES)
    history = RichTextField(_("history"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyStream(), blank=True, verbose_name=_("call-outs"))
    commitments = chosen_pages_field("commitments.CommitmentPage", _("Commitments"))

    content_panels = [
        *NewsroomPage.content_panels,
        FieldPanel("mission"),
        FieldPanel("history"),
        FieldPanel("body"),
        FieldPanel("commitments"),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    search_fields = [
        *NewsroomPage.search_fields,
        index.SearchField("mission"),
        index.SearchField("history"),
        index.SearchField("body"),
    ]

    document = AboutDocument

    class Meta:
        verbose_name = _("about page")

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {
            "mission": world.html(self.mission, lang),
            "history": world.html(self.history, lang),
            "body": deliver_stream(self.body, world, lang),
            "commitments": world.card_list(chosen_ids(self.commitments), lang),
        }


class VisionDocument(PageDocument):
    """A long text: what the network works towards, with pull quotes and figures."""

    type: Literal["vision"]
    introduction: str
    body: list[DeliveredBlock]


class VisionPage(NewsroomPage):
    """Long-form text with pull quotes and their attribution, figures and their source."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyStream(), verbose_name=_("body"))

    content_panels = [*NewsroomPage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    search_fields = [*NewsroomPage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    document = VisionDocument

    class Meta:
        verbose_name = _("vision page")

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {
            "introduction": world.html(self.introduction, lang),
            "body": deliver_stream(self.body, world, lang),
        }
