"""The words of a page as plain text, piece by piece, without a query: for the index, and for the snippets of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.search.index import SearchField

from newsroom.authoring.references import raw_stream, walk_stream

# Choosers would ask the database, and the label of a choice is in the language of whoever asks, not of the page.
_BLOCKS_OF_WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
# What a video says, by the name of the field in its block: the longest text of a page, and the least carefully chosen.
_TRANSCRIPT = "transcript"


class Writing(NamedTuple):
    """A piece of text and PostgreSQL's name for its weight: A a title, B what sums a page up, C its text, D what is
    said in its videos."""

    weight: str
    text: str


def writings(obj: Any) -> Iterator[Writing]:
    """What is written in an indexed object, field by field: a stream gives one for each piece of writing."""
    for field in obj.get_searchable_search_fields():
        for writing in _of_field(obj, field):
            if writing.text.strip():
                yield writing


def weight_of(field: SearchField) -> str:
    """The weight of a searchable field's own words."""
    if field.field_name == "title":
        return "A"
    return "B" if (field.boost or 0) > 1 else "C"


def _of_field(obj: Any, field: SearchField) -> Iterator[Writing]:
    weight = weight_of(field)
    try:
        model_field = field.get_field(type(obj))
    except FieldDoesNotExist:
        model_field = None
    if isinstance(model_field, StreamField):
        for block, raw in walk_stream(model_field.stream_block, raw_stream(getattr(obj, model_field.name))):
            if isinstance(block, _BLOCKS_OF_WORDS) and raw:
                leaf = "D" if block.name == _TRANSCRIPT else weight
                for text in block.get_searchable_content(block.to_python(raw)):
                    yield Writing(leaf, str(text))
    else:
        yield from (Writing(weight, text) for text in _flat(field.get_value(obj)))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _flat(item)
    elif value not in (None, ""):
        yield str(value)
