"""The typed shapes in which content leaves the newsroom: the API sends them as JSON, the templates show the same."""

from __future__ import annotations

import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    # What is sent is always whole, so its schema promises the fields that have a default too.
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Source(Shape):
    """One file of a picture: a rendition, never the original."""

    url: str
    width: int
    height: int


class Picture(Shape):
    """A picture ready to be shown. `alt` is empty only when an editor said that the picture is decorative.
    `sources` run from small to large; all have the same proportions."""

    alt: str
    caption: str = ""
    credit: str = ""
    sources: list[Source]


class File(Shape):
    """A published file. `size` in bytes, `media_type` as in RFC 2046."""

    id: int
    title: str
    url: str
    media_type: str
    size: int


class Link(Shape):
    title: str
    url: str


class Card(Shape):
    """Another page, as a list shows it. `lang` differs from the list's language where no translation is public yet.
    `details` holds what its type adds (a place, a date), by name."""

    id: int
    type: str
    title: str
    summary: str
    url: str
    lang: str
    published_at: datetime.datetime | None
    details: dict[str, Any] = {}


class TranslationLink(Shape):
    """The same page in another language, where it is public."""

    lang: str
    title: str
    url: str
    id: int


class PageDocument(Shape):
    """What every page has. Each page type extends it, narrows `type` to its own name and so is one variant of the
    API's union of pages. `is_outdated` is true for a translation whose source says something else by now."""

    id: int
    type: str
    lang: str
    direction: Literal["ltr", "rtl"]
    translation_key: UUID
    title: str
    summary: str
    url: str
    published_at: datetime.datetime | None
    updated_at: datetime.datetime | None
    search_description: str
    ancestors: list[Link]
    translations: list[TranslationLink]
    is_outdated: bool = False
