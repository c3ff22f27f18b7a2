"""Talking points: what to say, and what shows that it is so. Cards on the page, a sheet to print, a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from newsroom.authoring import paper
from newsroom.authoring.blocks.base import BlockShape, DeliveredStructBlock, deliver_list
from newsroom.authoring.harmless import web_address
from newsroom.authoring.schemas import Shape

# Both below the page's own address.
SHEET_NAME, PDF_NAME = "talking-points/", "talking-points.pdf"


class TalkingPoint(Shape):
    """One thing to say. `proof` shows that it is so, `source` says where to check that; all three may be empty."""

    text: str
    proof: str
    source: str
    source_url: str


class TalkingPointsShape(BlockShape):
    """All talking points of a page are also at `sheet_url`, to print, and at `pdf_url`; that is null where the site
    cannot make a PDF in the page's language. Neither is there where somebody in it agreed to this website only."""

    type: Literal["talking_points"] = "talking_points"
    heading: str
    points: list[TalkingPoint]
    sheet_url: str = ""
    pdf_url: str | None = None


class TalkingPointBlock(DeliveredStructBlock):
    text = blocks.TextBlock(label=_("What to say"), help_text=_("One or two sentences, as one would say them aloud."))
    proof = blocks.TextBlock(label=_("What shows that it is so"), required=False)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=300)
    source_url = blocks.URLBlock(label=_("Link to the source"), required=False)

    def deliver(self, raw, world, lang):
        return TalkingPoint(
            text=raw["text"],
            proof=raw.get("proof") or "",
            source=raw.get("source") or "",
            source_url=web_address(raw.get("source_url")),
        )

    class Meta:
        label = _("Talking point")
        icon = "comment"


class TalkingPointsBlock(DeliveredStructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    points = blocks.ListBlock(TalkingPointBlock(), label=_("Points"), min_num=1)

    def deliver(self, raw, world, lang):
        points = deliver_list(self.child_blocks["points"].child_block, raw.get("points"), world, lang)
        return TalkingPointsShape(heading=raw.get("heading") or "", points=points) if points else None

    class Meta:
        label = _("Talking points")
        icon = "comment"


def talking_points(blocks_of_page: Iterable[Any]) -> list[TalkingPointsShape]:
    """The talking points among a page's delivered blocks."""
    return [block for block in blocks_of_page if isinstance(block, TalkingPointsShape)]


def say_where_sheets_are(blocks_of_page: Iterable[Any], page_url: str, lang: str) -> None:
    """Blocks do not know on which page they stand: give each of its talking points the page's own addresses."""
    for block in talking_points(blocks_of_page):
        block.sheet_url = page_url + SHEET_NAME
        block.pdf_url = page_url + PDF_NAME if paper.can_print(lang) else None
