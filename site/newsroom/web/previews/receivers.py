"""Where previews meet other rooms: a take-down ends them, and what they show is not written over."""

from __future__ import annotations

from typing import Any

from newsroom.consent.take_down import page_taken_down
from newsroom.review import approvals
from newsroom.web.previews.links import end_all, is_previewed


def connect() -> None:
    """Called once, when all rooms are there."""
    page_taken_down.connect(end_with_the_page, dispatch_uid="newsroom.web.previews")
    if is_previewed not in approvals.relied_on:
        approvals.relied_on.append(is_previewed)


def end_with_the_page(pages: list[Any], **kwargs: Any) -> None:
    """Taken down: no link to it opens again, also when that is lifted."""
    end_all(pages)
