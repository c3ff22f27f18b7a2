"""Things to look at: picture, gallery, video."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from newsroom.authoring import embeds
from newsroom.authoring.blocks.base import RICH_TEXT_FEATURES, BlockShape, DeliveredStructBlock, deliver_list
from newsroom.authoring.harmless import web_address
from newsroom.authoring.schemas import Captions, Embed, File, Picture, Shape
from newsroom.consent.statement import StatementBlock


class PictureShape(BlockShape):
    type: Literal["picture"] = "picture"
    picture: Picture


class PictureBlock(DeliveredStructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        help_text=_("What the picture shows, for people who do not see it."),
    )
    decorative = blocks.BooleanBlock(
        label=_("The picture is decoration only"), required=False, help_text=_("Screen readers then skip it.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    def clean(self, value):
        cleaned = super().clean(value)
        if bool((cleaned.get("alt") or "").strip()) == bool(cleaned.get("decorative")):
            problem = ValidationError(_("Describe the picture, or say that it is decoration only: one of the two."))
            raise StructBlockValidationError({"alt": problem})
        return cleaned

    def picture(self, raw, world):
        alt = "" if raw.get("decorative") else raw.get("alt") or ""
        return world.picture(raw.get("image"), alt=alt, caption=raw.get("caption") or "")

    def deliver(self, raw, world, lang) -> Shape | None:
        picture = self.picture(raw, world)
        return PictureShape(picture=picture) if picture else None

    class Meta:
        label = _("Picture")
        icon = "image"


class GalleryShape(BlockShape):
    type: Literal["gallery"] = "gallery"
    heading: str
    pictures: list[Picture]


class GalleryBlock(DeliveredStructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2)

    def deliver(self, raw, world, lang):
        shapes = deliver_list(self.child_blocks["pictures"].child_block, raw.get("pictures"), world, lang)
        pictures = [shape.picture for shape in shapes]
        return GalleryShape(heading=raw.get("heading") or "", pictures=pictures) if pictures else None

    class Meta:
        label = _("Picture gallery")
        icon = "image"


class VideoShape(BlockShape):
    """A video as a file of ours, or as a link to where it is hosted: nothing of it is loaded before a click. `embed` is
    null for a file, and for hosts that we do not know. `transcript_html` is empty, and `captions` null, only where
    `no_speech` is true."""

    type: Literal["video"] = "video"
    title: str
    file: File | None
    url: str
    embed: Embed | None
    poster: Picture | None
    captions: Captions | None
    transcript_html: str
    no_speech: bool


def _embed(url: str) -> Embed | None:
    found = embeds.find(url)
    return Embed(host=found[0].name, url=found[1], referrer_policy=found[0].referrer_policy) if found else None


class VideoBlock(DeliveredStructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("Video file"), required=False, help_text=_("MP4 or WebM."))
    url = blocks.URLBlock(
        label=_("Or an address elsewhere"),
        required=False,
        help_text=_("YouTube, Vimeo and the Internet Archive play in the page after a click; others become a link."),
    )
    poster = ImageChooserBlock(label=_("Poster"), required=False, help_text=_("The picture shown before it plays."))
    poster_alt = blocks.CharBlock(label=_("What the poster shows"), required=False, max_length=300)
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt) in the page's language.")
    )
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=RICH_TEXT_FEATURES)
    no_speech = blocks.BooleanBlock(label=_("Nobody speaks in this video"), required=False)
    consents = StatementBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        problems = {}
        if bool(cleaned.get("file")) == bool(cleaned.get("url")):
            problems["file"] = ValidationError(_("Choose a video file or give an address elsewhere: one of the two."))
        if not cleaned.get("no_speech"):
            if not cleaned.get("captions"):
                problems["captions"] = ValidationError(_("Add captions, or say that nobody speaks in this video."))
            if not strip_tags(str(cleaned.get("transcript") or "")).strip():
                problems["transcript"] = ValidationError(
                    _("Add a transcript, or say that nobody speaks in this video.")
                )
        if problems:
            raise StructBlockValidationError(problems)
        return cleaned

    def deliver(self, raw, world, lang):
        return VideoShape(
            title=raw["title"],
            file=world.file(raw.get("file")),
            url=web_address(raw.get("url")),
            embed=_embed(raw.get("url") or ""),
            poster=world.picture(raw.get("poster"), alt=raw.get("poster_alt") or ""),
            captions=world.captions(raw.get("captions")),
            transcript_html=world.html(raw.get("transcript"), lang),
            no_speech=bool(raw.get("no_speech")),
        )

    class Meta:
        label = _("Video")
        icon = "media"
