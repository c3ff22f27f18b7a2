"""What is stripped from rich text when it is saved, whichever way it came in: an import, a command, an API, raw JSON.

Readers are safe without it: `Delivery.html` cleans what they get. But colleagues read a page in the admin, where a
script would act with their rights, and what is not in the database cannot come out of it in a way that nobody foresaw.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import nh3
from django.db.models import URLField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from newsroom.authoring.references import list_item

# As Wagtail stores it: links to pages and files by id, and its editor's key of each paragraph.
_TAGS = {
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "sup",
    "sub",
    "h2",
    "h3",
    "h4",
    "hr",
    "div",
    "span",
}
_ATTRIBUTES = {"*": {"data-block-key"}, "a": {"href", "linktype", "id", "uuid", "hreflang"}}
_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto", "tel"}


def harmless(html: str) -> str:
    """Rich text as Wagtail stores it, less all that could run; as it was, to the letter, if there is nothing."""
    if "<" not in html:
        return html
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)
    # The cleaner also writes what it keeps in its own way, and that is no edit of anybody's.
    return html if _Outline.of(html) == _Outline.of(clean) else clean


def web_address(text: Any) -> str:
    """An address that a reader may be led to, or "": `javascript:` and its like are none, whoever wrote them."""
    return text if isinstance(text, str) and _WEB.match(text) else ""


def clean_content(model: Any, content: dict[str, Any]) -> None:
    """Strip the rich text in a revision's content of a page of this model."""
    for field in model._meta.concrete_fields:
        value = content.get(field.name)
        if isinstance(field, RichTextField) and isinstance(value, str):
            content[field.name] = harmless(value)
        elif isinstance(field, URLField) and isinstance(value, str):
            content[field.name] = web_address(value)
        elif isinstance(field, StreamField) and isinstance(value, str) and value:
            before = json.loads(value)
            after = _stream(field.stream_block, before)
            if after != before:
                content[field.name] = json.dumps(after)


def clean_page(page: Any) -> None:
    """Strip the rich text in a page's own fields."""
    for field in page._meta.concrete_fields:
        if isinstance(field, RichTextField):
            setattr(page, field.attname, harmless(getattr(page, field.attname) or ""))


def _stream(block: Any, raw: Any) -> Any:
    return [
        {**child, "value": _mended(block.child_blocks[child["type"]], child["value"])}
        if isinstance(child, dict) and child.get("type") in block.child_blocks and "value" in child
        else child
        for child in raw or []
    ]


def _mended(block: Any, raw: Any) -> Any:
    if isinstance(block, blocks.RichTextBlock):
        return harmless(raw) if isinstance(raw, str) else raw
    if isinstance(block, blocks.URLBlock):
        return web_address(raw) if raw else raw
    if isinstance(block, blocks.BaseStreamBlock):
        return _stream(block, raw)
    if isinstance(block, blocks.BaseStructBlock) and isinstance(raw, dict):
        return {
            name: _mended(block.child_blocks[name], each) if name in block.child_blocks else each
            for name, each in raw.items()
        }
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            {**item, "value": _mended(block.child_block, list_item(item))}
            if list_item(item) is not item
            else _mended(block.child_block, item)
            for item in raw
        ]
    return raw


class _Outline(HTMLParser):
    """What a text says and is marked up with, however that is written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Any] = []

    @classmethod
    def of(cls, html: str) -> list[Any]:
        outline = cls()
        outline.feed(html)
        outline.close()
        return outline.parts

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.parts.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr"):
            self.parts.append(tag)

    def handle_data(self, data: str) -> None:
        if self.parts and isinstance(self.parts[-1], list):
            self.parts[-1][0] += data
        else:
            self.parts.append([data])

    def handle_comment(self, data: str) -> None:
        self.parts.append(("!", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("!", decl))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(("!", data))

    def handle_pi(self, data: str) -> None:
        self.parts.append(("!", data))
