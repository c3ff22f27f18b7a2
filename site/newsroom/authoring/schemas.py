"""The typed shapes in which content leaves the newsroom: the API sends them as JSON, the templates show the same."""

from __future__ import annotations

import datetime
import itertools
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Shape(BaseModel):
    # What is sent is always whole, so its schema promises the fields that have a default too.
    # What does not fit is named in the log by its place: it may be a draft's.
    model_config = ConfigDict(
        extra="forbid", json_schema_serialization_defaults_required=True, hide_input_in_errors=True
    )


class Source(Shape):
    """One file of a picture: a rendition, never the original. `media_type` as in RFC 2046."""

    url: str
    media_type: str
    width: int
    height: int


class FocalPoint(Shape):
    """What of a picture must stay in view where it is cropped: fractions of its width from the left and of its height
    from the top, from 0 to 1."""

    x: float
    y: float


class Picture(Shape):
    """A picture ready to be shown. `alt` is empty only when an editor said that the picture is decorative.
    `sources` are AVIF where that is made already, then WebP, each from small to large; all have the same proportions.
    `focal_point` is null where nobody chose one. `id` is the picture's, wherever it is shown."""

    id: int
    alt: str
    caption: str = ""
    credit: str = ""
    focal_point: FocalPoint | None = None
    sources: list[Source]

    @property
    def by_type(self) -> list[tuple[str, list[Source]]]:
        """The sources of each media type, the smallest files first, as the `<source>`s of a `<picture>` want them."""
        return [(kind, list(same)) for kind, same in itertools.groupby(self.sources, lambda source: source.media_type)]


class File(Shape):
    """A published file. `size` in bytes, `media_type` as in RFC 2046."""

    id: int
    title: str
    url: str
    media_type: str
    size: int


class Captions(File):
    """A published file of captions (WebVTT). `lang` is their language, empty only where nobody said it."""

    lang: str


class Embed(Shape):
    """Where a video of another host plays, in a frame. Whoever shows it asks first: from then on the host knows the
    reader's address. `host` is a name for people; with `referrer_policy` "strict-origin" it learns of the site too."""

    host: str
    url: str
    referrer_policy: Literal["no-referrer", "strict-origin"]


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


class Passage(Shape):
    """A passage of a page: the `field` of its document, and there the block with this `id`; null where the field has no
    blocks."""

    field: str
    block: str | None


class TranslationState(Shape):
    """How far a page's words can be relied on in its language. `status` is "outdated" for a translation whose source
    says something else by now, "missing" for a page that stands in for one that its reader asked for in another
    language, "machine" for one that holds texts as a machine translated them (a person read and approved those), else
    "current": as it is for what was written in its language. `is_machine_translated` says so of an outdated one too,
    and `machine_translated` in which passages such texts are, wholly or in part. `source_updated_at` is when the
    version of the source that readers get went out, null where the source is not public; `reviewed_at`, when somebody
    approved these words, null where they went out in an emergency."""

    status: Literal["current", "outdated", "machine", "missing"] = "current"
    is_machine_translated: bool = False
    machine_translated: list[Passage] = []
    source_updated_at: datetime.datetime | None = None
    reviewed_at: datetime.datetime | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether readers have to be told that the source went on."""
        return self.status == "outdated"


class PageDocument(Shape):
    """What every page has. Each page type extends it, narrows `type` to its own name and so is one variant of the
    API's union of pages."""

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
    translation: TranslationState
    _is_to_stay_unshared: bool = PrivateAttr(False)

    @property
    def is_for_social_media(self) -> bool:
        """Whether everybody in it agreed to be shown there."""
        return not self._is_to_stay_unshared
