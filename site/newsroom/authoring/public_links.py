"""Visible pages of which only the name and the address matter: what stands above a page, and its other languages."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform

from newsroom.authoring.compiled import Compiled
from newsroom.authoring.delivery import public_url
from newsroom.authoring.visible import visible_q

_FIELDS = ("pk", "path", "translation_key", "last_published_at", "locale__language_code", "url_path")


class PublicLink(NamedTuple):
    """The title is the approved revision's. `path` is the page's place in the tree."""

    id: int
    path: str
    translation_key: UUID
    updated_at: datetime.datetime | None
    lang: str
    url: str
    title: str


class CompiledLinks:
    """The visible ones among a queryset of pages with open places (`Compiled`), in its order: one query."""

    def __init__(self, build: Callable[..., Any], **samples: Any) -> None:
        self._rows = Compiled(lambda **values: _visible(build(**values)), **samples)

    def __call__(self, **values: Any) -> list[PublicLink]:
        return [
            PublicLink(pk, path, key, updated_at, lang, public_url(lang, url_path), title)
            for pk, path, key, updated_at, lang, url_path, title in self._rows(**values)
        ]


def _visible(pages: Any) -> Any:
    return pages.filter(visible_q()).values_list(*_FIELDS, KeyTextTransform("title", "live_revision__content"))
