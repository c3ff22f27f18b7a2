"""The rules of preview links: who makes one, what it shows, and when it ends.

A link shows one revision to whoever has it, and makes nothing public. It is worth what its maker may do: it ends with
their permission, with its hour, with a take-down, and when the revision is not the one that it was made for.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from newsroom.authoring.consents import names_what_is_over
from newsroom.authoring.page import NewsroomPage
from newsroom.consent.models import TakeDown
from newsroom.review import approvals, law
from newsroom.review.later import enqueue_at
from newsroom.translation.languages import SOURCE
from newsroom.translation.models import Submission
from newsroom.web.previews.models import PreviewLink
from newsroom.web.previews.tasks import forget_pictures

DAYS = (1, 3, 7, 30)
_SALT = "newsroom.web.previews"
# Longer than any token of ours.
LONGEST_TOKEN = 200


class PreviewRefused(PermissionDenied):
    """Its text is one sentence for the person who tried."""


class NotThere(Exception):
    """No link of ours."""


class Ended(Exception):
    """A link of ours that shows nothing any more; why is not said. `lang` is its page's language."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        self.lang = lang


@dataclass(frozen=True)
class Preview:
    """What a link leads to: the page as its revision says it, an instance of its own type that must not be saved."""

    link: PreviewLink
    page: Any


def may_preview(person: Any, page: Any) -> bool:
    """Whoever may edit or review a page may show it: in its own language, and as long as they may."""
    if person is None or not person.is_active or page.depth < 2 or not issubclass(page.specific_class, NewsroomPage):
        return False
    return page.specific.permissions_for_user(person).can_edit()


@transaction.atomic
def make_link(page: Page, person: Any, days: int, label: str = "") -> tuple[PreviewLink, str]:
    """A link to the page's latest revision, and its token, which is kept nowhere. Raises PreviewRefused."""
    if not may_preview(person, page):
        raise PreviewRefused(_("Only whoever may edit or review a page may show it to others."))
    if TakeDown.objects.in_force().of(page).exists():
        raise PreviewRefused(_("This page was taken down: nobody is shown what it said."))
    # An autosave that writes over the revision waits, and then leaves it alone (`is_previewed`).
    approvals.hold_page(page.pk)
    revision = Revision.page_revisions.for_instance(page).order_by("-created_at", "-pk").first()
    if revision is None:
        raise PreviewRefused(_("This page has no saved version yet. Save it first."))
    nonce = secrets.token_urlsafe(24)
    link = PreviewLink(
        page=page,
        revision=revision,
        digest=law.digest(revision.content),
        label=label,
        made_by=person,
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    token = f"{nonce}.{_signature(nonce, link)}"
    link.token_hash = _hash(token)
    link.save()
    log(instance=page.specific, action="newsroom.preview_link", user=person, revision=revision, data={"reason": label})
    enqueue_at(forget_pictures, link.expires_at, revision.pk)
    return link, token


@transaction.atomic
def revoke(link: PreviewLink, person: Any) -> None:
    """End a link at once. Raises PreviewRefused."""
    if not may_preview(person, link.page):
        raise PreviewRefused(_("Only whoever may edit or review a page may end its links."))
    if PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        log(
            instance=link.page.specific,
            action="newsroom.preview_revoked",
            user=person,
            revision=link.revision,
            data={"reason": link.label},
        )
        forget_pictures.enqueue(link.revision_id)


def follow(token: str) -> Preview:
    """What a token leads to now. Raises NotThere or Ended."""
    links = PreviewLink.objects.select_related("page__locale", "revision", "made_by")
    link = links.filter(token_hash=_hash(token)).first() if len(token) <= LONGEST_TOKEN else None
    # The row says which revision and until when; the token has to agree, so changing the row opens nothing.
    if link is None or not constant_time_compare(token, f"{(nonce := token.split('.')[0])}.{_signature(nonce, link)}"):
        raise NotThere
    lang = link.page.locale.language_code
    if not link.is_open or not may_preview(link.made_by, link.page) or _was_taken_down(link):
        raise Ended(lang)
    if names_what_is_over(link.revision):
        raise Ended(lang)
    if link.revision.object_id != str(link.page_id) or law.digest(link.revision.content) != link.digest:
        raise Ended(lang)
    page = link.revision.as_object()
    page.set_url_path(page.get_parent())
    _say_what_it_follows(page, link.revision)
    return Preview(link, page)


def is_previewed(revision: Revision) -> bool:
    """Whether somebody was shown this revision, and may be reading it: it is not written over."""
    return PreviewLink.objects.open().filter(revision_id=revision.pk).exists()


def end_all(pages: list[Any]) -> None:
    """End every link to these pages, which were taken down: none comes back when that is lifted."""
    links = PreviewLink.objects.filter(page_id__in=[page.pk for page in pages], revoked_at__isnull=True)
    links.update(revoked_at=timezone.now())


def _say_what_it_follows(page: Any, revision: Revision) -> None:
    """What a translation's readers are told beside its words: where a machine had a hand in it, and whether its source
    has gone on."""
    handed_in = Submission.objects.filter(revision_id=revision.pk).first()
    if handed_in is None:
        return
    sources = Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE, live=True)
    today = sources.values_list("live_revision_id", flat=True).first()
    page.machine_made = handed_in.machine_made
    page.is_outdated = today is not None and today != handed_in.source_revision_id


def _was_taken_down(link: PreviewLink) -> bool:
    covering = TakeDown.objects.filter(translation_key=link.page.translation_key)
    return covering.filter(Q(restored_at__isnull=True) | Q(created_at__gte=link.created_at)).exists()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _signature(nonce: str, link: PreviewLink) -> str:
    signed = f"{nonce}|{link.page_id}|{link.revision_id}|{link.digest}|{link.expires_at.timestamp():.6f}"
    return salted_hmac(_SALT, signed, algorithm="sha256").hexdigest()[:32]
