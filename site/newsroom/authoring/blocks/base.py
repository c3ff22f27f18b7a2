"""What every block of the vocabulary can do: say itself in a typed shape.

A block takes its own raw data (as a revision stores it), the loaded world around the page and the language that is
read; it gives a shape, or None where nothing is left to show. The JSON is that shape; the HTML is
`templates/blocks/<type>.html`, handed the same shape as `block`. So both always say the same.
"""

from __future__ import annotations

from typing import Any

from pydantic import PrivateAttr
from wagtail import blocks

from newsroom.authoring.delivery import Delivery
from newsroom.authoring.references import list_item
from newsroom.authoring.schemas import Shape


class BlockShape(Shape):
    """What a delivered block has in common: its type, and an id that stays the same across edits and languages."""

    id: str = ""
    type: str
    _is_by_machine: bool = PrivateAttr(False)

    @property
    def is_by_machine(self) -> bool:
        """Whether a machine translated this, or some of it. The JSON says so of the page (`machine_translated`)."""
        return self._is_by_machine

    def mark_as_made_by_machine(self) -> None:
        self._is_by_machine = True


class DeliveredStructBlock(blocks.StructBlock):
    """A struct block that delivers itself: subclasses say how in `deliver`."""

    def deliver(self, raw: dict[str, Any], world: Delivery, lang: str) -> Shape | None:
        raise TypeError(f"{type(self).__name__} has no deliver()")


def deliver_list(block: Any, raw: Any, world: Delivery, lang: str) -> list[Any]:
    """The items of a list block, each in its own shape, less those that have nothing left to show."""
    delivered = (block.deliver(list_item(item), world, lang) for item in raw or [])
    return [shape for shape in delivered if shape is not None]


# What the rich text editor offers. Headings are a block of their own, so that their order can be kept.
RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
