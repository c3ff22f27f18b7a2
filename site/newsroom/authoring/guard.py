"""The law at the model: what a page row refuses to become, whichever way it is written.

Public reads already go by the approved revision (`visible.py`). This guard keeps the page rows honest as well, so
that the admin, the search index and the translation sources never tell a different story.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Revision

from newsroom.authoring.compiled import Compiled
from newsroom.authoring.references import page_of
from newsroom.consent.models import Reliance, TakeDown
from newsroom.consent.records import over_q
from newsroom.review import law
from newsroom.review.models import Approval

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
    found = _standing(page=page.pk, key=page.translation_key, revision=revision.pk)
    content, digest, is_down, is_over = found[0] if found else ({}, None, False, False)
    if is_down:
        raise law.NotApproved(_("This page was taken down. Lift the take-down first; then it needs a new review."))
    if digest != law.digest(content):
        raise law.NotApproved(
            _("This version was not approved. Submit it for review: somebody else has to approve exactly this version.")
        )
    if is_over:
        raise law.NotApproved(_("This version rests on a consent that is over. It can no longer be public."))


def _standing_of(page: Any, key: Any, revision: Any) -> Any:
    """What the database has of a revision: its content, the digest that was approved, whether its page is taken down,
    whether a consent that it rests on is over."""
    approved = Approval.objects.filter(page_id=page, revision_id=OuterRef("pk"))
    return Revision.objects.filter(pk=revision).values_list(
        "content",
        Subquery(approved.values("digest")[:1]),
        Exists(TakeDown.objects.in_force().filter(translation_key=key)),
        Exists(Reliance.objects.filter(over_q("consent__"), revision_id=OuterRef("pk"))),
    )


_standing = Compiled(_standing_of, page=-9001, key=UUID(int=9002), revision=-9003)

# The page and the revision that were found publishable, until the page's row is saved.
_going_live: ContextVar[tuple[Any, Any] | None] = ContextVar("going_live", default=None)


@contextlib.contextmanager
def going_live(page: Any, revision: Any) -> Iterator[None]:
    """Within this, the page goes live on a revision. Raises NotApproved unless it may; the row that is saved next is
    held against the revision, and not asked about once more."""
    require_publishable(page, revision)
    token = _going_live.set((page.pk, revision))
    try:
        yield
    finally:
        _going_live.reset(token)


def guard_live_row(page: Any, update_fields: Any = None) -> None:
    """Raise LawError when a live page row would be saved with other words than its approved revision has."""
    touched = None if update_fields is None else set(update_fields) - BOOKKEEPING
    if touched is not None and not touched and not {"live", "live_revision"} & set(update_fields):
        return
    if _has_just_been_asked(page):
        _require_words_of_its_revision(page, content_of(page))
        return
    stored = type(page).objects.filter(pk=page.pk).first()
    unchanged = stored is not None and stored.live and stored.live_revision_id == page.live_revision_id
    mine = content_of(page)
    if unchanged and content_of(stored) == mine:
        return
    if page.live_revision_id is None:
        raise law.NotApproved(_("A page goes live by an approved version only."))
    require_publishable(page, page.live_revision)
    _require_words_of_its_revision(page, mine)


def _has_just_been_asked(page: Any) -> bool:
    """Whether this very revision was found publishable for this page, and no row was saved since."""
    asked = _going_live.get()
    if asked is None or asked[0] != page.pk:
        return False
    _going_live.set(None)
    return page.live_revision_id is not None and page.live_revision is asked[1]


def _require_words_of_its_revision(page: Any, mine: dict[str, Any]) -> None:
    revision = page.live_revision
    # The second way reads more of the database: what has become of the pages and pictures that the words refer to.
    if mine != content_of(page_of(revision)) and mine != content_of(revision.as_object()):
        raise law.LawError(
            _("A public page changes only by an approved version. Save a draft and submit it for review.")
        )
