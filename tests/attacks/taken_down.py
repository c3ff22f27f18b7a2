"""What attacks on pages that are taken down begin with."""

from __future__ import annotations

from typing import Any

from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import take_down
from tests import factories


def showing(*images: Any) -> list[tuple[str, Any]]:
    """A body of these pictures."""
    return [("picture", factories.picture_block(image=image)) for image in images]


def take_it_down(page: Any) -> Any:
    """Taken down, with its receipt gone through once: the record."""
    record = take_down(page, factories.duty_editor(), "Somebody in it is at risk.")
    check_receipt.call(record.pk)
    return record


def is_open(each: Any) -> bool:
    """Whether a picture or a file is open to every colleague."""
    each.refresh_from_db()
    return not each.is_withheld
