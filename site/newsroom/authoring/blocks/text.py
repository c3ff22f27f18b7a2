"""Words: text, heading, quote, figure, call to action."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES, BlockShape, DeliveredStructBlock
from newsroom.authoring.harmless import web_address
from newsroom.authoring.schemas import Link


class TextShape(BlockShape):
    """Rich text: paragraphs, lists, emphasis and links, as HTML that is safe to insert as it is."""

    type: Literal["text"] = "text"
    html: str


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=RICH_TEXT_FEATURES, **kwargs)

    def deliver(self, raw, world, lang):
        html = world.html(raw, lang)
        return TextShape(html=html) if html else None

    class Meta:
        label = _("Text")
        icon = "pilcrow"


class HeadingShape(BlockShape):
    type: Literal["heading"] = "heading"
    text: str
    level: Literal[2, 3]


class HeadingBlock(DeliveredStructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock([("2", _("Section")), ("3", _("Part of a section"))], default="2", label=_("Level"))

    def deliver(self, raw, world, lang):
        return HeadingShape(text=raw["text"], level=3 if raw.get("level") == "3" else 2)

    class Meta:
        label = _("Heading")
        icon = "title"


class QuoteShape(BlockShape):
    """`attribution` says who said it, `source` where (a book, an interview); both may be empty."""

    type: Literal["quote"] = "quote"
    text: str
    attribution: str
    source: str
    source_url: str


class QuoteBlock(DeliveredStructBlock):
    text = blocks.TextBlock(label=_("Quote"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)
    source = blocks.CharBlock(label=_("Where it was said"), required=False, max_length=200)
    source_url = blocks.URLBlock(label=_("Link to it"), required=False)

    def deliver(self, raw, world, lang):
        return QuoteShape(
            text=raw["text"],
            attribution=raw.get("attribution") or "",
            source=raw.get("source") or "",
            source_url=web_address(raw.get("source_url")),
        )

    class Meta:
        label = _("Quote")
        icon = "openquote"


class FigureShape(BlockShape):
    """A number that matters, what it counts, and where it comes from."""

    type: Literal["figure"] = "figure"
    value: str
    statement: str
    source: str
    source_url: str


class FigureBlock(DeliveredStructBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=60, help_text=_("As it is shown: 95 %, 1972, 150 years."))
    statement = blocks.CharBlock(label=_("What it says"), max_length=300)
    source = blocks.CharBlock(label=_("Source"), max_length=300, help_text=_("Who found this out, and when."))
    source_url = blocks.URLBlock(label=_("Link to the source"), required=False)

    def deliver(self, raw, world, lang):
        return FigureShape(
            value=raw["value"],
            statement=raw["statement"],
            source=raw.get("source") or "",
            source_url=web_address(raw.get("source_url")),
        )

    class Meta:
        label = _("Figure")
        icon = "order"


class CallToActionShape(BlockShape):
    """One thing to do. `link` leads to a page of the site or elsewhere."""

    type: Literal["call_to_action"] = "call_to_action"
    heading: str
    text: str
    link: Link


class CallToActionBlock(DeliveredStructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=200)
    text = blocks.TextBlock(label=_("Text"), required=False)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            problem = ValidationError(_("Choose a page of this site or give an address elsewhere: one of the two."))
            raise StructBlockValidationError({"page": problem})
        return cleaned

    def deliver(self, raw, world, lang):
        card = world.card(raw.get("page"), lang)
        url = card.url if card else web_address(raw.get("url"))
        if not url:
            return None
        link = Link(title=raw["label"], url=url)
        return CallToActionShape(heading=raw["heading"], text=raw.get("text") or "", link=link)

    class Meta:
        label = _("Call to action")
        icon = "pick"
