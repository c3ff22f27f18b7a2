"""All old addresses at once, as the site answers each of them alone (`redirects.py`): a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from newsroom.authoring import navigation
from newsroom.authoring.delivery import public_url
from newsroom.consent.models import TakeDown
from newsroom.web.discovery.addresses import addressable_pages


class PublicWay(NamedTuple):
    """An old address, and where it leads in the end."""

    old_path: str
    url: str
    is_permanent: bool


def public_ways(locale: str | None = None) -> list[PublicWay]:
    """The old addresses below a language, or all of them, that lead to what readers can see, by address."""
    site = Site.objects.filter(is_default_site=True).first()
    # The site's own come last, so that of two with one address it is the one that counts.
    known = {way.old_path: way for way in Redirect.get_for_site(site).order_by("site_id").reverse()}
    there = _Standing(known.values())
    ways = []
    for old_path, way in sorted(known.items()):
        if locale is not None and old_path.partition("?")[0].split("/")[1:2] != [locale]:
            continue
        if there.is_answered(old_path):
            continue
        url, is_permanent = _end(way, known, there)
        if url and url.rstrip("/") != old_path:
            ways.append(PublicWay(old_path, url, is_permanent))
    return ways


class _Standing:
    """What stands at the addresses that redirects begin and end at."""

    def __init__(self, ways: Iterable[Redirect]) -> None:
        ways = list(ways)
        paths = {way.old_path.partition("?")[0] for way in ways}
        paths |= {_path(way.redirect_link) for way in ways if way.redirect_link}
        slugs = {slug for path in paths for slug in (path.rstrip("/").rpartition("/")[2],) if slug}
        fields = ("pk", "locale__language_code", "url_path", "translation_key")
        self._by_id = {}
        self._visible: set[str] = set()
        targets = {way.redirect_page_id for way in ways if way.redirect_page_id}
        visible = addressable_pages()
        for pk, code, url_path, _ in (visible.filter(pk__in=targets) | visible.filter(slug__in=slugs)).values_list(
            *fields
        ):
            url = public_url(code, url_path)
            self._by_id[pk] = url
            self._visible.add(url.rstrip("/"))
        self._visible |= {card.url.rstrip("/") for card in navigation.front_pages()}
        gone = TakeDown.objects.in_force().values("translation_key")
        off = Page.objects.filter(depth__gt=1, slug__in=slugs, translation_key__in=gone)
        # In each language: where a page stands in another one only, readers are told that it is gone as well.
        self._gone = {path.split("/", 2)[2].rstrip("/") for path in off.values_list("url_path", flat=True)}

    def url_of(self, page_id: int) -> str | None:
        return self._by_id.get(page_id)

    def is_visible(self, path: str) -> bool:
        return path.rstrip("/") in self._visible

    def is_answered(self, old_path: str) -> bool:
        """Whether readers get a page at this address, or are told that it is gone."""
        path = old_path.partition("?")[0].rstrip("/")
        return self.is_visible(path) or path.removeprefix("/").partition("/")[2] in self._gone


def _end(way: Redirect, known: dict[str, Redirect], there: _Standing) -> tuple[str | None, bool]:
    """Where a chain of redirects leads, and whether each of them is meant to stay. A ring leads nowhere."""
    seen: set[str] = set()
    is_permanent = True
    while way.old_path not in seen:
        seen.add(way.old_path)
        is_permanent = is_permanent and way.is_permanent
        if way.redirect_page_id:
            return there.url_of(way.redirect_page_id), is_permanent
        parts = _parts(way.redirect_link)
        if parts is None:
            return None, is_permanent
        if parts.netloc not in ("", urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc):
            return way.redirect_link if parts.scheme in ("http", "https") else None, is_permanent
        if there.is_visible(_path(way.redirect_link)):
            return way.redirect_link, is_permanent
        further: Any = known.get(Redirect.normalise_path(parts.path, decode_unicode=False)) if parts.path else None
        if further is None:
            return None, is_permanent
        way = further
    return None, is_permanent


def _path(link: str) -> str:
    """The path of an address of ours, without the slash at its end."""
    parts = _parts(link)
    return unquote(parts.path).rstrip("/") if parts is not None else ""


def _parts(link: str) -> SplitResult | None:
    """An address, taken apart; None for what somebody typed and is none."""
    try:
        return urlsplit(link)
    except ValueError:
        return None
