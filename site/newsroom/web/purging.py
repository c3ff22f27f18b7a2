"""The cache in front of the site, for the receipt of a take-down: purged of whatever names the page, and then asked as
a reader asks. That it says that it forgot is not enough.

A page that leaves another way, because a consent is over or somebody unpublished it, is purged too, by the worker.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _
from django_tasks import task
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_unpublished

from newsroom.authoring.delivery import public_url
from newsroom.consent.models import ReceiptStep, TakeDown
from newsroom.consent.removal.erasing import about_to_erase
from newsroom.consent.removal.receipt import NotYet, Said, Step, pages_of, pause_after, register
from newsroom.consent.take_down import TakeDownRefused
from newsroom.web import cache_in_front
from newsroom.web.discovery.addresses import uri
from newsroom.web.redirects import ends_of_pages
from newsroom.web.removal import (
    GONE,
    NOT_FOUND,
    address_of,
    addresses_of_files,
    lists_that_named,
    needed,
    note_renditions,
    was_approved,
)

# The name of its line in a receipt.
_STEP = "purge"
# How often a cache that refuses is asked again: for most of a day, an hour apart in the end.
MAX_TRIES = 24
# How long an answer may be under way that was begun before a take-down.
UNDER_WAY = datetime.timedelta(seconds=10)


def _purge(record: TakeDown, noted: dict[str, Any]) -> Said:
    if not getattr(settings, "WAGTAILFRONTENDCACHE", None):
        return Said(_("Nothing to do: no cache in front of the site is configured."))
    is_last_time = timezone.now() - record.created_at > UNDER_WAY
    pages, files = pages_of(record), noted.get("files", [])
    shown = _addresses_of_pictures(files)
    addresses = {each for page in pages for each in _addresses_to_purge(page)}
    addresses |= {each for each, _used in addresses_of_files(pages)} | set(shown.values())
    refused = cache_in_front.purge(sorted(map(uri, addresses)))
    if refused:
        raise NotYet(_("The cache in front of the site refused %(number)d purges."), number=refused)
    _look_through_the_cache(pages, [address for name, address in shown.items() if name not in needed(files)])
    if not is_last_time:
        raise NotYet(_("Purged. What was under way then may have come into the cache since: it is purged once more."))
    return Said(_("%(number)d addresses purged from the cache in front of the site."), {"number": len(addresses)})


def _look_through_the_cache(pages: Sequence[Any], pictures_gone: Iterable[str]) -> None:
    """Raises NotYet where a reader still gets something, or not the site's own 410: another server knows no page."""
    approved = was_approved(pages)
    for page in pages:
        is_known = page.pk in approved and page.alias_of_id is None
        for address in _ways_to(page):
            for status in cache_in_front.statuses(uri(address)):
                if status not in ({GONE} if is_known else {GONE, NOT_FOUND}):
                    raise _not_gone(status)
    for address in pictures_gone:
        for status in cache_in_front.statuses(uri(address)) if address.startswith("/") else ():
            if status not in (GONE, NOT_FOUND):
                raise _not_gone(status)


def _not_gone(status: int) -> NotYet:
    return NotYet(_("Through the cache in front of the site an address answers %(status)d and not 410."), status=status)


def _addresses_of_pictures(files: Iterable[str]) -> dict[str, str]:
    storage = get_image_model().get_rendition_model()._meta.get_field("file").storage
    return {name: storage.url(name) for name in files}


def _ways_to(page: Any) -> list[str]:
    """Addresses that give a page: as itself, and as data, in both ways in which programs write a path in a query."""
    address = address_of(page)
    return [address, f"/api/v1/pages/{page.pk}/", *_found_at(address)]


def _found_at(address: str) -> list[str]:
    return [f"/api/v1/pages/find/?path={quoted}" for quoted in (quote(address), quote(address, safe=""))]


def _addresses_to_purge(page: Any) -> list[str]:
    lang, address = page.locale.language_code, address_of(page)
    ways = [f"/api/v1/pages/{which}/" for which in (page.pk, f"by-key/{page.translation_key}")]
    own = [f"{way}?locale={code}" for way in ways for code in dict(settings.LANGUAGES)]
    own += [f"/share/{page.pk}.png", f"/api/v2/pages/{page.pk}/"]
    # Where it stood before it was moved or renamed, such a cache may have it still.
    paths = Redirect.objects.filter(redirect_page_id=page.pk).values_list("old_path", flat=True)
    before = [f"{path.rstrip('/')}/" for path in paths]
    above = page.get_parent()
    listed_at = [public_url(lang, above.url_path)] if above is not None and above.depth > 1 else []
    # Their sheets, PDFs, zips, lists and feeds: whatever may stand below them.
    places = [address, *before, *listed_at, f"/{lang}/"]
    below = [place + end for place in places for end in ("", *sorted(ends_of_pages()))]
    lists = [*lists_that_named(page), *_ways_to_what_refers_to(page), "/", "/sitemap.xml"]
    found = [way for path in before for way in _found_at(path)]
    quoted = [f"{reverse('oembed')}?{urlencode({'url': uri(place)})}" for place in (address, *before)]
    return [*_ways_to(page), *below, *paths, *found, *own, *quoted, *lists]


def _ways_to_what_refers_to(page: Any) -> list[str]:
    """Pages that link to it or show a card of it."""
    kind = ContentType.objects.get_for_model(Page)
    referring = ReferenceIndex.get_references_to(page).filter(base_content_type=kind)
    numbers = {int(number) for number in referring.values_list("object_id", flat=True)}
    found = Page.objects.filter(pk__in=numbers).select_related("locale")
    return [way for each in found if each.depth > 1 for way in _ways_to(each)]


@task()
def purge_later(urls: list[str], tries: int = 0) -> bool:
    """Purge these addresses, and again a while later: until the cache obeys, and once for what was under way. Whether
    it obeyed."""
    refused = cache_in_front.purge(urls)
    if (refused or tries == 0) and purge_later.get_backend().supports_defer and tries < MAX_TRIES:
        purge_later.using(run_after=timezone.now() + pause_after(tries + 1)).enqueue(urls, tries + 1)
    return not refused


def _after_commit(addresses: Iterable[str]) -> None:
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        urls = sorted(set(map(uri, addresses)))
        transaction.on_commit(partial(purge_later.enqueue, urls), robust=True)


@receiver(page_unpublished)
def purge_what_went(instance: Any, **kwargs: Any) -> None:
    """Whoever took it off, and whatever for."""
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        _after_commit([*_addresses_to_purge(instance), *(each for each, _used in addresses_of_files([instance]))])


@receiver(about_to_erase)
def require_purge(pages: Sequence[Any], **kwargs: Any) -> None:
    """Raises TakeDownRefused while a cache may have the page: once it is erased nobody knows under which addresses."""
    if not getattr(settings, "WAGTAILFRONTENDCACHE", None):
        return
    ours = TakeDown.objects.in_force().filter(translation_key__in={page.translation_key for page in pages})
    if ReceiptStep.objects.filter(take_down__in=ours, name=_STEP).exclude(state=ReceiptStep.State.DONE).exists():
        raise TakeDownRefused(
            gettext(
                "The cache in front of the site may still have this page, and once it is erased nobody knows under "
                "which addresses. Erase it when the receipt says that it is purged."
            )
        )


def purge_file_of_picture(instance: Any, **kwargs: Any) -> None:
    """The rendition of a picture is deleted, because no public page shows it any more."""
    _after_commit([instance.file.url])


def connect() -> None:
    """Called once, when all rooms are there."""
    post_delete.connect(purge_file_of_picture, sender=get_image_model().get_rendition_model())
    register(Step(_STEP, gettext_lazy("Cache in front of the site purged"), _purge, 110, note_renditions))
