"""The body: one stream, one vocabulary, one discriminated union."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from wagtail import blocks

from newsroom.authoring.blocks import files as file_blocks
from newsroom.authoring.blocks import media, records
from newsroom.authoring.blocks import talking_points as sayings
from newsroom.authoring.blocks import text as words
from newsroom.authoring.delivery import Delivery
from newsroom.authoring.references import raw_stream

DeliveredBlock = Annotated[
    words.TextShape
    | words.HeadingShape
    | words.QuoteShape
    | words.FigureShape
    | words.CallToActionShape
    | media.PictureShape
    | media.GalleryShape
    | media.VideoShape
    | records.MilestonesShape
    | records.PartnerListShape
    | records.CommitmentListShape
    | file_blocks.FileListShape
    | sayings.TalkingPointsShape,
    Field(discriminator="type"),
]


class BodyStream(blocks.StreamBlock):
    text = words.TextBlock()
    heading = words.HeadingBlock()
    quote = words.QuoteBlock()
    figure = words.FigureBlock()
    picture = media.PictureBlock()
    gallery = media.GalleryBlock()
    video = media.VideoBlock()
    talking_points = sayings.TalkingPointsBlock()
    call_to_action = words.CallToActionBlock()
    milestones = records.MilestonesBlock()
    file_list = file_blocks.FileListBlock()
    partner_list = records.PartnerListBlock()
    commitment_list = records.CommitmentListBlock()


def deliver_stream(value: Any, world: Delivery, lang: str) -> list[Any]:
    """A stream's blocks in their shapes, less those that have nothing left to show in this language. Blocks that
    have an `id` of their own carry the stream's, which stays the same across edits and languages."""
    delivered = []
    for child in raw_stream(value):
        block = value.stream_block.child_blocks.get(child["type"])
        shape = block.deliver(child["value"], world, lang) if block else None
        if shape is not None:
            if "id" in type(shape).model_fields:
                shape.id = child.get("id") or ""
            delivered.append(shape)
    _keep_headings_in_order(delivered)
    return delivered


def _keep_headings_in_order(blocks: list[Any]) -> None:
    """Parts of a section that stand before any section are delivered as sections: no level is skipped."""
    for block in blocks:
        if isinstance(block, words.HeadingShape):
            if block.level == 2:
                return
            block.level = 2
