"""The words of a page as plain text, field by field, without a query: for the index, and for the snippets of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.search.index import SearchField

from newsroom.authoring.references import raw_stream, walk_stream

# Choosers would ask the database, and the label of a choice is in the language of whoever asks, not of the page.
_BLOCKS_OF_WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)


def fields_with_texts(obj: Any) -> Iterator[tuple[SearchField, list[str]]]:
    """Each searchable field of an indexed object with its texts: a stream gives one for each piece of writing."""
    for field in obj.get_searchable_search_fields():
        yield field, [text for text in _texts(obj, field) if text.strip()]


def _texts(obj: Any, field: SearchField) -> Iterator[str]:
    try:
        model_field = field.get_field(type(obj))
    except FieldDoesNotExist:
        model_field = None
    if isinstance(model_field, StreamField):
        for block, raw in walk_stream(model_field.stream_block, raw_stream(getattr(obj, model_field.name))):
            if isinstance(block, _BLOCKS_OF_WORDS) and raw:
                yield from map(str, block.get_searchable_content(block.to_python(raw)))
    else:
        yield from _flat(field.get_value(obj))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _flat(item)
    elif value not in (None, ""):
        yield str(value)
