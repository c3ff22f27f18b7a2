"""What a page's words refer to: other pages, pictures, documents. Read from plain data, without a query, so that
everything for a whole list of pages can then be loaded at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail import blocks
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

_LINK = re.compile(r'<a\b[^>]*\blinktype="(page|document)"[^>]*>')
# No id has more digits, or begins with a nought: those are somebody's invention. PostgreSQL has no number for the
# first, and the index of migration 0008 knows the second by another name.
_ID = re.compile(r'\bid="([1-9][0-9]{0,8})"')


@dataclass
class References:
    """Ids of what is referred to, by kind."""

    pages: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)

    def __ior__(self, other: References) -> References:
        self.pages |= other.pages
        self.images |= other.images
        self.documents |= other.documents
        return self

    def add(self, model: type, pk: Any) -> None:
        if not isinstance(pk, int):
            return
        if issubclass(model, Page):
            self.pages.add(pk)
        elif issubclass(model, AbstractImage):
            self.images.add(pk)
        elif issubclass(model, AbstractDocument):
            self.documents.add(pk)

    def add_rich_text(self, html: Any) -> None:
        for match in _LINK.finditer(html or ""):
            found = _ID.search(match.group(0))
            if found:
                (self.pages if match.group(1) == "page" else self.documents).add(int(found.group(1)))


def references_of(page: Any) -> References:
    """Everything a page's own fields refer to."""
    found = References()
    for model_field in page._meta.concrete_fields:
        value = getattr(page, model_field.attname, None)
        if isinstance(model_field, StreamField):
            for block, raw in walk_stream(model_field.stream_block, raw_stream(value)):
                _add_leaf(found, block, raw)
        elif isinstance(model_field, RichTextField):
            found.add_rich_text(value)
        elif model_field.is_relation and model_field.model is type(page):
            found.add(model_field.related_model, value)
    return found


def references_in(revision: Any) -> References:
    """Everything that a page's revision refers to, whatever has become of it since."""
    return references_of(page_of(revision))


def page_of(revision: Any) -> Any:
    """A page as a revision says it, whatever has become of what it refers to. Not to be saved: no query."""
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    return model.from_serializable_data(revision.content, check_fks=False, strict_fks=False)


def find_blocks(page: Any, kind: type[blocks.StructBlock]) -> Iterator[dict[str, Any]]:
    """The raw values of a page's blocks of one kind, wherever in its streams they stand."""
    for model_field in page._meta.concrete_fields:
        if isinstance(model_field, StreamField):
            stream = raw_stream(getattr(page, model_field.name, None))
            for block, raw in walk_stream(model_field.stream_block, stream, kind):
                if isinstance(block, kind):
                    yield raw or {}


def raw_stream(value: Any) -> list[dict[str, Any]]:
    """A stream's blocks as plain data: [{"type", "value", "id"}], whether it was loaded or is being edited."""
    return list(value.get_prep_value()) if value is not None else []


def walk_stream(
    block: blocks.StreamBlock, raw: list[dict[str, Any]], whole: type | tuple[()] = ()
) -> Iterator[tuple[Any, Any]]:
    """The leaves of a stream, whatever they stand in: (the block's definition, its raw value). Blocks of the kind
    `whole` count as leaves."""
    for child in raw:
        definition = block.child_blocks.get(child["type"])
        if definition is not None:
            yield from _walk(definition, child["value"], whole)


def _walk(block: Any, raw: Any, whole: type | tuple[()]) -> Iterator[tuple[Any, Any]]:
    if isinstance(block, whole):
        yield block, raw
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from walk_stream(block, raw or [], whole)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _walk(child, (raw or {}).get(name), whole)
    elif isinstance(block, blocks.ListBlock):
        for item in raw or []:
            yield from _walk(block.child_block, list_item(item), whole)
    else:
        yield block, raw


def list_item(item: Any) -> Any:
    """A list block's item is stored as {"type": "item", "value", "id"}; very old data holds the bare value."""
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def _add_leaf(found: References, block: Any, raw: Any) -> None:
    if isinstance(block, blocks.RichTextBlock):
        found.add_rich_text(raw)
    elif isinstance(block, blocks.ChooserBlock):
        model = getattr(block, "model_class", None) or block.target_model
        found.add(model, raw)
