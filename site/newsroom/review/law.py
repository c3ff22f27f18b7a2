"""The one law, as sentences.

What the public can see of a page in a language is exactly one revision, which someone other than its last author
approved. These rules are pure: they look at what they are given and answer. `approvals.py` puts them into the
database, the base page asks them before it changes, and views only offer what they accept.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class LawError(PermissionDenied):
    """An attempt to do what the law forbids. Its text is one sentence for the person who tried."""


class NotApproved(LawError):
    """The revision has no approval that holds."""


class Overtaken(LawError):
    """What was read is not what is there now."""


def may_approve(person: Any, *, author_id: int | None, submitted_by_id: int | None) -> bool:
    """A second pair of eyes: nobody approves their own last edit, nor what they submitted themselves."""
    return (
        person is not None
        and person.pk is not None
        and person.is_active
        and author_id is not None
        and person.pk not in (author_id, submitted_by_id)
    )


def why_not_approve(person: Any, *, author_id: int | None, submitted_by_id: int | None) -> str:
    """One sentence for the person whom `may_approve` refuses."""
    if author_id is None:
        return str(_("Nobody is named as the author of this version. Save it again, then submit it for review."))
    if person is not None and person.pk == author_id:
        return str(_("You made the last change to this version. Somebody else has to approve it."))
    if person is not None and person.pk == submitted_by_id:
        return str(_("You submitted this version for review. Somebody else has to approve it."))
    return str(_("Only an active member of the reviewers can approve this version."))


def may_publish_in_emergency(person: Any) -> bool:
    """Administrators, and nobody else, may publish without approval, for a written reason."""
    return person.is_active and person.has_perm("review.publish_in_emergency")


def is_a_reason(text: str | None) -> bool:
    """A reason is a text that says something."""
    return bool(text and text.strip())


def digest(content: dict[str, Any]) -> str:
    """The SHA-256 of a revision's content in canonical JSON, in hexadecimal: 64 characters."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
