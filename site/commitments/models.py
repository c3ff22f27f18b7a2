"""What the network holds itself to: a name and a statement each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES
from newsroom.authoring.delivery import cards
from newsroom.authoring.fields import chosen_ids, chosen_pages_field
from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.schemas import Card, PageDocument


class CommitmentIndexDocument(PageDocument):
    """The list of commitments; ask for them with `child_of`."""

    type: Literal["commitment_index"]
    introduction: str


class CommitmentIndexPage(NewsroomPage):
    """Where the commitments live, in their order."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)

    content_panels = [*NewsroomPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["commitments.CommitmentPage"]
    is_section = True

    search_fields = [*NewsroomPage.search_fields, index.SearchField("introduction")]

    document = CommitmentIndexDocument

    class Meta:
        verbose_name = _("commitment index")

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {"introduction": world.html(self.introduction, lang)}

    def lists(self, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        return {"commitments": sorted(cards(Page.objects.child_of(self)), key=lambda card: card.details["order"])}


class CommitmentDocument(PageDocument):
    """A commitment: its name is the title. `statement` is HTML, `order` its place in the list, from 1."""

    type: Literal["commitment"]
    order: int
    statement: str
    campaigns: list[Card]


class CommitmentPage(NewsroomPage):
    """A name (the title) and a statement."""

    statement = RichTextField(_("statement"), features=RICH_TEXT_FEATURES)
    order = models.PositiveSmallIntegerField(_("order"), default=1, help_text=_("Its place in the list, from 1."))
    campaigns = chosen_pages_field("stories.CampaignStoryPage", _("Related campaigns"))

    content_panels = [
        *NewsroomPage.content_panels,
        FieldPanel("statement"),
        FieldPanel("order"),
        FieldPanel("campaigns"),
    ]
    parent_page_types = ["commitments.CommitmentIndexPage"]
    subpage_types: list[str] = []

    override_translatable_fields = [*NewsroomPage.override_translatable_fields, SynchronizedField("order")]

    search_fields = [*NewsroomPage.search_fields, index.SearchField("statement")]

    document = CommitmentDocument

    class Meta:
        verbose_name = _("commitment")
        # A story finds the commitments that name it.
        indexes = [GinIndex(fields=["campaigns"], opclasses=["jsonb_path_ops"], name="commitments_by_campaign")]
        constraints = [
            models.CheckConstraint(condition=models.Q(order__gte=1), name="commitments_are_counted_from_one")
        ]

    @classmethod
    def card_details(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {"order": content["order"]}

    def deliver(self, world, lang: str) -> dict[str, Any]:
        return {
            "order": self.order,
            "statement": world.html(self.statement, lang),
            "campaigns": world.card_list(chosen_ids(self.campaigns), lang),
        }
