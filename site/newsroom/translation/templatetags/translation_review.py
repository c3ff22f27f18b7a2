"""What the translation editor's template asks for."""

from __future__ import annotations

import json
from typing import Any

from django import template

from newsroom.translation.review_state import ReviewState, review_state

register = template.Library()


@register.simple_tag(takes_context=True)
def review_of(context: Any, translation: Any, page: Any) -> ReviewState:
    """Where the translation stands, for the person who is looking."""
    return review_state(translation, page, context["request"].user)


@register.filter
def as_reviewed(props: str, review: ReviewState) -> str:
    """The editor's properties, as the law has it: its "publish" button hands in (the template names it so), nothing
    is turned into an alias, and all is locked while in review.

    Chosen pages are left out: readers get them in their own language, so there is nothing to replace."""
    data = json.loads(props)
    data["links"]["convertToAliasUrl"] = None
    data["perms"]["canPublish"] = review.can_submit
    data["segments"] = [segment for segment in data["segments"] if not _is_a_chosen_page(segment)]
    if review.locked:
        data["object"]["isLocked"] = True
    if review.stage == "in_review":
        data["perms"].update(canLock=False, canUnlock=False)
        data["machineTranslator"] = None
    return json.dumps(data)


def _is_a_chosen_page(segment: dict[str, Any]) -> bool:
    return (segment["location"].get("widget") or {}).get("type") == "page_chooser"
