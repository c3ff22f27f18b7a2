"""The law at the model: what a page row refuses to become, whichever way it is written.

Public reads already go by the approved revision (`visible.py`). This guard keeps the page rows honest as well, so
that the admin, the search index and the translation sources never tell a different story.
"""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from newsroom.consent.ends import rests_on_what_is_over
from newsroom.consent.models import TakeDown
from newsroom.review import approvals, law

# What belongs to the page and not to one revision of it: writing these alone changes no word that readers get.
BOOKKEEPING = frozenset(
    {
        *("pk", "live", "live_revision", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
        *("first_published_at", "last_published_at", "expired", "draft_title", "locked", "locked_by", "locked_at"),
        *("owner", "url_path", "path", "depth", "numchild", "content_type", "translation_key", "locale", "alias_of"),
        *("index_entries", "wagtail_admin_comments"),
    }
)


_EDITORS_KEY = re.compile(r' data-block-key="[^"]*"')
_EMPTY: tuple = (None, "", [], {})


def content_of(page: Any) -> dict[str, Any]:
    """A page's own words as plain data: what a revision would hold, less the bookkeeping."""
    data = page.serializable_data()
    return {name: value for name, value in data.items() if name not in BOOKKEEPING and not name.endswith("_ptr")}


def same_words(page: Any, revision: Any) -> bool:
    """Whether readers could tell the page as it is in memory from the revision. The editor gives blocks a number and
    paragraphs a key when it first opens a page that it did not write; nobody changed a word by that."""
    mine = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    names = {*mine, *revision.content} - BOOKKEEPING
    return all(_plain(mine.get(name)) == _plain(revision.content.get(name)) for name in names)


def _plain(value: Any) -> Any:
    """A value without the editor's marks and without what is empty."""
    if isinstance(value, str):
        if value.startswith("[{"):
            with contextlib.suppress(ValueError):
                return _plain(json.loads(value))
        return _EDITORS_KEY.sub("", value)
    if isinstance(value, list):
        return [_plain(each) for each in value] or None
    if isinstance(value, dict):
        return {name: plain for name, each in value.items() if name != "id" and (plain := _plain(each)) not in _EMPTY}
    return None if value in _EMPTY or value is False else value  # A page from before a box existed did not tick it.


def born_as_draft(page: Any) -> None:
    """A page is born a draft, whoever makes it: the editor, a copy, an alias, an import. Wagtail's default is live."""
    page.live = False
    page.live_revision = None
    page.expired = False
    page.first_published_at = None
    page.last_published_at = None


def require_publishable(page: Any, revision: Any) -> None:
    """Raise NotApproved unless this page may go live, now or at its hour, on exactly this revision."""
    if TakeDown.objects.in_force().of(page).exists():
        raise law.NotApproved(_("This page was taken down. Lift the take-down first; then it needs a new review."))
    if not approvals.is_approved(page, revision):
        raise law.NotApproved(
            _("This version was not approved. Submit it for review: somebody else has to approve exactly this version.")
        )
    if rests_on_what_is_over(revision.pk):
        raise law.NotApproved(_("This version rests on a consent that is over. It can no longer be public."))


def guard_live_row(page: Any, update_fields: Any = None) -> None:
    """Raise LawError when a live page row would be saved with other words than its approved revision has."""
    touched = None if update_fields is None else set(update_fields) - BOOKKEEPING
    if touched is not None and not touched and not {"live", "live_revision"} & set(update_fields):
        return
    stored = type(page).objects.filter(pk=page.pk).first()
    unchanged = stored is not None and stored.live and stored.live_revision_id == page.live_revision_id
    mine = content_of(page)
    if unchanged and content_of(stored) == mine:
        return
    if page.live_revision_id is None:
        raise law.NotApproved(_("A page goes live by an approved version only."))
    require_publishable(page, page.live_revision)
    if content_of(page.live_revision.as_object()) != mine:
        raise law.LawError(
            _("A public page changes only by an approved version. Save a draft and submit it for review.")
        )
