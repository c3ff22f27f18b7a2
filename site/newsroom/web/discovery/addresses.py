"""Which pages machines are told of: those that are public and that answer at the address we would name."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from wagtail.query import PageQuerySet

from newsroom.authoring import navigation
from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.visible import visible_pages
from newsroom.consent.reach import not_for
from newsroom.consent.records import Consent
from newsroom.web.api.page_types import page_types


def addressable_pages() -> PageQuerySet:
    """Visible pages of the newsroom's own types that stand below the home page of their language: what stands
    elsewhere in the tree has no address. One query, to find the home pages."""
    below_home = Q(pk__in=[])
    for home in navigation.roots().values():
        below_home |= Q(locale_id=home.locale_id, path__startswith=home.path)
    return visible_pages().filter(below_home, content_type__in=kinds())


def shareable_pages() -> PageQuerySet:
    """Those among them that others may show: everybody in them agreed to social media."""
    return addressable_pages().exclude(not_for(Consent.Use.SOCIAL))


def kinds(*, in_feed: bool = False) -> set[int]:
    """The ids of the content types of the newsroom's pages, or of those that are news."""
    models = (model for model in page_types().values() if model.in_feed or not in_feed)
    return {kind.pk for kind in ContentType.objects.get_for_models(*models).values()}


def uri(url: str) -> str:
    """An address of ours as a machine wants it: absolute, in ASCII (RFC 3986)."""
    return iri_to_uri(absolute_url(url))


def uri_of(name: str, *args: str | int) -> str:
    """The same for one of our views."""
    return uri(reverse(name, args=args))


def site_name(lang: str) -> str:
    """What the site is called in a language: the title of its home page, or nothing while that is not public."""
    home = navigation.visible_at(lang, "")
    return home.live_revision.content["title"] if home is not None else ""
