"""Old addresses lead on, but only to what the public can see, and only from where readers once found it.

Wagtail writes a redirect at every move, of a draft too, and none for a page that is off. Its redirects would tell
readers where an unapproved or private page lies, would hide that a page was taken down, and a writer who moves a draft
over the old address of a public page would take that address away. So we write them ourselves: `remember_moved`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal, receiver
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site, get_page_models
from wagtail.signals import page_slug_changed, post_page_move

from newsroom.authoring import navigation
from newsroom.authoring.blocks.files import TOOLKIT_NAME
from newsroom.authoring.blocks.talking_points import PDF_NAME, SHEET_NAME
from newsroom.authoring.delivery import public_url
from newsroom.authoring.documents import visible_rows
from newsroom.authoring.visible import is_taken_down
from newsroom.web import errors
from newsroom.web.discovery.addresses import addressable_pages
from newsroom.web.discovery.feed import FORMATS

# Many at once tell nobody by themselves. Sent within the transaction, with `redirects`.
redirects_written = Signal()
LONGEST = Redirect._meta.get_field("old_path").max_length


class Way(NamedTuple):
    """Where an old address leads: to a page that is public now or not, or to an address that an Administrator wrote."""

    page: Page | None = None
    link: str = ""
    is_permanent: bool = True


class TakenDown(Exception):
    """What stood at an address was taken down."""


class PublicRedirectMiddleware(MiddlewareMixin):
    """In place of a 404: on to where it went, if the public can see that, or 410 where it was taken down."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404:
            return response
        # What begins with two slashes would be taken for the address of another host, or of none ("//[").
        way = way_from(request, request.get_full_path()) or way_from(request, escape_leading_slashes(request.path))
        if way is None:
            return _with_its_page(request) or response
        url = url_of(way.page) if way.page is not None else way.link
        if url and url != request.path:
            return _redirect(url, is_permanent=way.is_permanent)
        if way.page is not None and is_taken_down(way.page.translation_key):
            return errors.gone(request)
        return response


def _with_its_page(request: HttpRequest) -> HttpResponse | None:
    """What belongs to a page goes where the page went: its zip, its sheet, its lists and their feeds. 410 where that
    page was taken down, None where nothing is known of it."""
    for path, end in _pages_above(request.path):
        lang = get_language_from_path(path)
        way = way_from(request, path)
        if way is None and lang and navigation.was_taken_down(lang, path.removeprefix(f"/{lang}/")):
            return errors.gone(request)
        if way is None or way.page is None:
            continue
        if url := url_of(way.page):
            return _redirect(f"{url}{end}", is_permanent=way.is_permanent) if url != path else None
        if is_taken_down(way.page.translation_key):
            return errors.gone(request)
    return None


def _pages_above(path: str) -> Iterator[tuple[str, str]]:
    """The pages to which something at a path may belong: (address of the page, the rest)."""
    *above, last = escape_leading_slashes(path).removesuffix("/").split("/")
    end = f"{last}/" if path.endswith("/") else last
    while len(above) > 2:
        if end in ends_of_pages():
            yield "/".join(above) + "/", end
        end = f"{above.pop()}/{end}"


@functools.cache
def ends_of_pages() -> frozenset[str]:
    """How an address ends that belongs to a page, whatever the page's type."""
    models = get_page_models()
    lists = {f"{name}/" for model in models for name in getattr(model, "sublists", {})}
    with_feeds = {f"{name}/" if name else "" for model in models for name in getattr(model, "feeds", {})}
    feeds = {f"{name}feed.{kind}" for name in with_feeds for kind in FORMATS}
    return frozenset({TOOLKIT_NAME, PDF_NAME, SHEET_NAME, *lists, *feeds})


def way_from(request: HttpRequest, path: str) -> Way | None:
    """Where an address leads by redirects. A chain of them is one way, and a ring is none."""
    seen: set[str] = set()
    way = None
    while path not in seen:
        seen.add(path)
        found = get_redirect(request, Redirect.normalise_path(path, decode_unicode=False))
        if found is None or (way is not None and _is_there(path)):
            return way
        way = Way(found.redirect_page, found.redirect_link, found.is_permanent and (way is None or way.is_permanent))
        if way.page is not None or not _is_ours(way.link):
            return way
        path = urlsplit(way.link).path
    return None


def url_of(page: Page) -> str | None:
    """The address of a page that readers can see, None for every other."""
    row = addressable_pages().filter(pk=page.pk).values_list("locale__language_code", "url_path").first()
    return public_url(*row) if row else None


def visible_or_moved(request: HttpRequest, lang: str, path: str) -> Any:
    """The visible page at a path below a language's home page, or the one that left it; None where there is none that
    readers can see. Raises TakenDown."""
    row = navigation.visible_at(lang, path)
    if row is None and navigation.was_taken_down(lang, path):
        raise TakenDown
    way = way_from(request, f"/{lang}/{path}") if row is None else None
    if way is None or way.page is None:
        return row
    if is_taken_down(way.page.translation_key):
        raise TakenDown
    return visible_rows().filter(pk=way.page.pk).first() if url_of(way.page) else None


def _is_ours(link: str) -> bool:
    return urlsplit(link).netloc in ("", urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc)


def _is_there(path: str) -> bool:
    """Whether a page that readers can see stands at a path of ours."""
    lang = get_language_from_path(path)
    below = path.partition(f"/{lang}/")[2]
    return lang is not None and navigation.visible_at(lang, below.rstrip("/") + "/" if below else "") is not None


def _redirect(url: str, *, is_permanent: bool) -> HttpResponse:
    """Asked again each time: a page may move back, and two kept answers would then send a reader round in a ring."""
    response = (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(url)
    patch_cache_control(response, no_cache=True)
    return response


# Written at every change of an address


@receiver(page_slug_changed)
def remember_renamed(instance: Any, instance_before: Any, **kwargs: Any) -> None:
    """A version with another slug went live, so this page and all below it have new addresses."""
    remember_moved(instance, instance_before.url_path)


@receiver(post_page_move)
def remember_where_it_was(instance: Any, url_path_before: str, **kwargs: Any) -> None:
    """A page and all below it stand elsewhere now."""
    remember_moved(instance, url_path_before)


@transaction.atomic
def remember_moved(page: Page, url_path_before: str) -> None:
    """Let the old addresses of a page and of all below it lead to them: of those that were public once, also where
    they are off or taken down now. What nobody ever approved has no address that anybody knows."""
    moved = Page.objects.descendant_of(page, inclusive=True).filter(approvals__isnull=False).distinct()
    roots = {code: root.url_path for code, root in navigation.roots().items()}
    left, taken = {}, set()
    for pk, code, now in moved.values_list("pk", "locale__language_code", "url_path"):
        before = url_path_before + now.removeprefix(page.url_path)
        taken.add(_old_path(code, now))
        if before != now and code in roots and before.startswith(roots[code]) and before != roots[code]:
            left[_old_path(code, before)] = pk
    site = Site.objects.filter(is_default_site=True).first()
    # Where a page stands now no redirect is needed any more; from where it left, the latest one counts. But what is off
    # every writer may move, and with it nobody takes an address from what readers look for there.
    at = Redirect.objects.filter(old_path__in={*left, *taken})
    if moved.live().exists():
        at.filter(automatically_created=True).delete()
    # What an Administrator wrote stays.
    taken |= set(at.values_list("old_path", flat=True))
    made = Redirect.objects.bulk_create(
        Redirect(old_path=path, site=site, redirect_page_id=pk, automatically_created=True)
        for path, pk in left.items()
        if len(path) <= LONGEST and path not in taken
    )
    redirects_written.send(sender=Redirect, redirects=made)


def _old_path(code: str, url_path: str) -> str:
    return Redirect.normalise_path(public_url(code, url_path))
