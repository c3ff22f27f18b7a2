"""Erasing a page for good, and forgetting what a deleted page leaves behind.

Deleting a page's rows is the smallest part: its words lie in the log, in the translation editor's tables, in redirects
and in tasks. Each room registers what it has to forget, for pages that are deleted in the admin as for those that are
erased. What stays is what was erased, in numbers, and that its addresses answer 410, as digests of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import Signal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, PageLogEntry, Revision

from newsroom.audit.chain import digest
from newsroom.consent.models import ErasedAddress, ErasedPage, Erasure, TakeDown
from newsroom.consent.removal.covered import covered
from newsroom.consent.take_down import TakeDownRefused

# The one reason that stays: what was taken down, and erased, has to be accounted for. (Others may quote the page, or
# name for whom a preview link was made.)
_ACTION_WITH_REASON = "newsroom.take_down"
# Sent within the transaction, before anything is deleted, with `pages` and a list `paths` to add older addresses to.
about_to_erase = Signal()
_under_way: ContextVar[bool] = ContextVar("erasing", default=False)


class Gone(NamedTuple):
    """What is known of a page that is about to be gone, in one language."""

    page_id: int
    translation_key: UUID
    locale_id: int
    lang: str
    page_type: str
    path: str  # Below the language's home page: "stories/riverton/".
    titles: frozenset[str]
    versions: int


@dataclass(frozen=True)
class Eraser:
    """What a room has to forget. `name` is in the plural, and each reader of the receipt gets it in their language.
    `note` looks at the pages before they are deleted; `forget` gets what it noted, after, and gives the number of what
    it deleted. Some forget only what is erased, and leave it with a deletion."""

    name: str
    forget: Callable[[Sequence[Gone], Any], int]
    note: Callable[[Sequence[Any]], Any] | None = None
    only_when_erased: bool = False


_erasers: dict[str, Eraser] = {}


def register(eraser: Eraser) -> None:
    """Called once for each, when its room is ready."""
    _erasers[eraser.name] = eraser


def may_erase(person: Any) -> bool:
    """Whoever keeps the consents reads what was taken down, and erases it for good."""
    return person.is_active and person.has_perm("consent.keep_consents")


def is_under_way() -> bool:
    """Whether what is deleted now is erased, for which there is a record."""
    return _under_way.get()


def why_not_erase(record: TakeDown) -> str:
    """One sentence when a page cannot be erased, empty when it can."""
    if record.restored_at is not None:
        return _("This take-down was lifted. Take the page down again; then it can be erased.")
    if Erasure.objects.filter(take_down=record).exists():
        return _("It is erased already.")
    pages = covered(record.translation_key)
    if any(page.depth == 2 for page in pages):
        return _("The home page of a language cannot be erased: write another version of it.")
    if any(page.get_children().exists() for page in pages):
        return _("There are pages below it. Move them first, or take them down and erase them.")
    return ""


@transaction.atomic
def erase(record: TakeDown, person: Any) -> Erasure:
    """Delete a taken-down page in every language, and all that its words lie in. Nobody can bring it back. Raises
    TakeDownRefused."""
    if not may_erase(person):
        raise TakeDownRefused(_("Only those who keep the consents may erase a page."))
    record = TakeDown.objects.select_for_update().get(pk=record.pk)
    if refusal := why_not_erase(record):
        raise TakeDownRefused(refusal)
    list(covered(record.translation_key).select_for_update().order_by("pk").values_list("pk"))
    pages = list(covered(record.translation_key).order_by("pk"))
    gone = [what_was(page) for page in pages]
    paths = {each.path for each in gone}
    was_public = any(page.approvals.exists() for page in pages)
    about_to_erase.send(sender=TakeDown, pages=pages, paths=paths)
    noted = _note(pages, erased=True)
    for page in pages:
        with LogContext(user=person):
            log(instance=page.specific, action="newsroom.erase", user=person)
    with _erasing():
        for page in pages:
            Page.objects.get(pk=page.pk).specific.delete()
    counts = {gettext_noop("versions"): sum(each.versions for each in gone), **_forget(gone, noted, erased=True)}
    record.title = _("Erased page %(number)d") % {"number": gone[0].page_id} if gone else _("Erased page")
    record.save(update_fields=["title"])
    erasure = Erasure.objects.create(take_down=record, erased_by=person, counts=counts)
    ErasedPage.objects.bulk_create(
        ErasedPage(
            erasure=erasure,
            page_id=each.page_id,
            page_type=each.page_type,
            language=each.lang,
            versions=each.versions,
        )
        for each in gone
    )
    if was_public:  # Of a draft, no address says that there was one.
        addresses = [ErasedAddress(erasure=erasure, digest=digest_of(path)) for path in sorted(paths)]
        ErasedAddress.objects.bulk_create(addresses)
    return erasure


def digest_of(path: str) -> str:
    """What is kept of a path below a language's home page."""
    return digest("erased address", path.rstrip("/"))


def was_erased_at(path: str) -> bool:
    """Whether what stood at a path, in any language, was erased."""
    return ErasedAddress.objects.filter(digest=digest_of(path)).exists()


def was_erased(page_id: int) -> bool:
    """Whether a page of this number was erased that readers knew: of a draft they are told nothing."""
    return ErasedPage.objects.filter(page_id=page_id, erasure__addresses__isnull=False).exists()


def what_was(page: Page) -> Gone:
    """What has to be known of a page to forget it afterwards."""
    versions = Revision.page_revisions.filter(object_id=str(page.pk))
    titles = set(versions.values_list("content__title", flat=True)) | {page.title, page.draft_title}
    kind = page.cached_content_type
    return Gone(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        lang=page.locale.language_code,
        page_type=f"{kind.app_label}.{kind.model}",
        path=page.url_path.split("/", 2)[2] if page.depth > 1 else "",
        titles=frozenset(title for title in titles if title),
        versions=len(versions),
    )


@contextmanager
def _erasing() -> Iterator[None]:
    token = _under_way.set(True)
    try:
        yield
    finally:
        _under_way.reset(token)


def _note(pages: Sequence[Any], *, erased: bool) -> dict[str, Any]:
    return {
        name: eraser.note(pages) if eraser.note else None
        for name, eraser in _erasers.items()
        if erased or not eraser.only_when_erased
    }


def _forget(gone: Sequence[Gone], noted: dict[str, Any], *, erased: bool) -> dict[str, int]:
    found = {name: _erasers[name].forget(gone, noted[name]) for name in noted}
    return {name: count for name, count in found.items() if count or erased}


def note_before(instance: Page, **kwargs: Any) -> None:
    """A page is about to be deleted, from wherever."""
    if not is_under_way():
        instance._gone = what_was(instance), _note([instance], erased=False)  # type: ignore[attr-defined]


def forget_after(instance: Page, **kwargs: Any) -> None:
    """It is: what it left behind goes too."""
    found = instance.__dict__.pop("_gone", None)
    if found is not None:
        _forget([found[0]], found[1], erased=False)


def _forget_in_the_log(gone: Sequence[Gone], noted: Any) -> int:
    """Who did what stays, and which page it was, by its number. What it was called goes."""
    ids = {each.page_id for each in gone}
    lines = list(PageLogEntry.objects.filter(page_id__in=ids))
    for line in lines:
        line.label = f"Page {line.page_id}"
        kept = ("way", "reason") if line.action == _ACTION_WITH_REASON else ("way",)
        line.data = {name: value for name, value in (line.data or {}).items() if name in kept}
    numbers = "|".join(str(pk) for pk in sorted(ids))
    text = Cast("data", TextField())
    naming = PageLogEntry.objects.exclude(page_id__in=ids).annotate(text=text)
    others = list(naming.filter(text__regex=rf'"id": "?({numbers})"?[,}}]'))
    for line in others:
        line.data = _without_titles(line.data, ids)
    PageLogEntry.objects.bulk_update([*lines, *others], ["label", "data"], batch_size=500)
    return len(lines) + len(others)


def _without_titles(value: Any, ids: set[int]) -> Any:
    """Data of a line about another page that names one of these, as `{"id": 12, "title": …}`."""
    if isinstance(value, list):
        return [_without_titles(each, ids) for each in value]
    if not isinstance(value, dict):
        return value
    is_one = str(value.get("id", "")) in {str(pk) for pk in ids}
    return {name: "" if is_one and name == "title" else _without_titles(each, ids) for name, each in value.items()}


def connect() -> None:
    """Called once, when the models are there."""
    pre_delete.connect(note_before, sender=Page, dispatch_uid="newsroom.consent.erasing.note")
    post_delete.connect(forget_after, sender=Page, dispatch_uid="newsroom.consent.erasing.forget")
    register(Eraser(gettext_noop("lines of the log"), _forget_in_the_log))
