"""Things on the record: milestones, partners, commitments."""

from __future__ import annotations

import datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsroom.authoring.blocks.base import BlockShape, DeliveredStructBlock, deliver_list
from newsroom.authoring.references import list_item
from newsroom.authoring.schemas import Card, Shape


class Milestone(Shape):
    """What was won, and when: `date` is a day, of which `precision` says how much is known."""

    date: datetime.date
    precision: Literal["day", "month", "year"]
    title: str
    text: str


class MilestoneBlock(DeliveredStructBlock):
    date = blocks.DateBlock(label=_("Date"))
    precision = blocks.ChoiceBlock(
        [("day", _("Day")), ("month", _("Month")), ("year", _("Year"))], default="year", label=_("Shown as")
    )
    title = blocks.CharBlock(label=_("What happened"), max_length=200)
    text = blocks.TextBlock(label=_("More about it"), required=False)

    def deliver(self, raw, world, lang):
        return Milestone(
            date=raw["date"], precision=raw.get("precision") or "year", title=raw["title"], text=raw.get("text") or ""
        )

    class Meta:
        label = _("Milestone")
        icon = "date"


class MilestonesShape(BlockShape):
    type: Literal["milestones"] = "milestones"
    heading: str
    milestones: list[Milestone]


class MilestonesBlock(DeliveredStructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    milestones = blocks.ListBlock(MilestoneBlock(), label=_("Milestones"), min_num=1)

    def deliver(self, raw, world, lang):
        milestones = deliver_list(self.child_blocks["milestones"].child_block, raw.get("milestones"), world, lang)
        return MilestonesShape(heading=raw.get("heading") or "", milestones=milestones)

    class Meta:
        label = _("Milestones")
        icon = "history"


class _PageList(DeliveredStructBlock):
    """Pages of one type that an editor chose, in that order; those that are not public are left out."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)

    def cards(self, raw, world, lang) -> list[Card]:
        return world.card_list([list_item(item) for item in raw.get("pages") or []], lang)


class PartnerListShape(BlockShape):
    type: Literal["partner_list"] = "partner_list"
    heading: str
    partners: list[Card]


class PartnerListBlock(_PageList):
    pages = blocks.ListBlock(blocks.PageChooserBlock("stories.PartnerPage"), label=_("Partners"), min_num=1)

    def deliver(self, raw, world, lang):
        partners = self.cards(raw, world, lang)
        return PartnerListShape(heading=raw.get("heading") or "", partners=partners) if partners else None

    class Meta:
        label = _("Partner list")
        icon = "group"


class CommitmentListShape(BlockShape):
    type: Literal["commitment_list"] = "commitment_list"
    heading: str
    commitments: list[Card]


class CommitmentListBlock(_PageList):
    pages = blocks.ListBlock(blocks.PageChooserBlock("commitments.CommitmentPage"), label=_("Commitments"), min_num=1)

    def deliver(self, raw, world, lang):
        commitments = self.cards(raw, world, lang)
        return CommitmentListShape(heading=raw.get("heading") or "", commitments=commitments) if commitments else None

    class Meta:
        label = _("Commitments list")
        icon = "check"
