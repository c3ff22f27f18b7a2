"""Files for others to use: the toolkit's shelf, and a list of them within a text."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from newsroom.authoring.blocks.base import BlockShape, DeliveredStructBlock, deliver_list
from newsroom.authoring.schemas import File, Shape
from newsroom.translation.languages import django_languages

KINDS = [
    ("sample_policy", _("Sample policy")),
    ("talking_points", _("Talking points")),
    ("social_media_graphic", _("Social media graphic")),
    ("other", _("Other")),
]
LICENCES = [
    ("CC-BY-4.0", "CC BY 4.0"),
    ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
    ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
    ("CC0-1.0", "CC0 1.0"),
]


# The whole toolkit of a page, below the page's own address.
TOOLKIT_NAME = "toolkit.zip"


class PublishedFile(Shape):
    """A file with what one must know to use it: its kind, its own language, its licence (an SPDX identifier)."""

    title: str
    description: str
    kind: Literal["sample_policy", "talking_points", "social_media_graphic", "other"]
    lang: str
    licence: str
    file: File


def toolkit_url(page_url: str, files: list[PublishedFile]) -> str | None:
    """Where a page's files are to be had in one, or None where it has none."""
    return f"{page_url}{TOOLKIT_NAME}" if files else None


class FileBlock(DeliveredStructBlock):
    kind = blocks.ChoiceBlock(KINDS, label=_("Kind"))
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("File"))
    language = blocks.ChoiceBlock(django_languages, label=_("Language of the file"))
    licence = blocks.ChoiceBlock(LICENCES, label=_("Licence"), default="CC-BY-4.0")
    description = blocks.TextBlock(label=_("What it is for"))

    def deliver(self, raw, world, lang):
        file = world.file(raw.get("file"))
        if file is None:
            return None
        return PublishedFile(
            title=raw["title"],
            description=raw.get("description") or "",
            kind=raw["kind"],
            lang=raw["language"],
            licence=raw["licence"],
            file=file,
        )

    class Meta:
        label = _("File")
        icon = "doc-full"


class FileListShape(BlockShape):
    type: Literal["file_list"] = "file_list"
    heading: str
    files: list[PublishedFile]


class FileListBlock(DeliveredStructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    files = blocks.ListBlock(FileBlock(), label=_("Files"), min_num=1)

    def deliver(self, raw, world, lang):
        files = deliver_list(self.child_blocks["files"].child_block, raw.get("files"), world, lang)
        return FileListShape(heading=raw.get("heading") or "", files=files) if files else None

    class Meta:
        label = _("File list")
        icon = "list-ul"
