"""What a poster says of a page, from its card or its document."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from newsroom.authoring.schemas import Card, PageDocument
from newsroom.authoring.templatetags.public import label
from newsroom.web.sharing.poster import Poster

_FACTS = ("status", "kind", "place", "region", "dateline_place")


def of_card(card: Card, site: str) -> Poster:
    """The poster of a page on a site of this name."""
    return _poster(card.lang, card.title, card.type, card.details, site)


def of_document(document: PageDocument, site: str) -> Poster:
    """The same poster, where the whole page is at hand."""
    facts = {name: getattr(document, name) for name in _FACTS if hasattr(document, name)}
    return _poster(document.lang, document.title, document.type, facts, site)


def _poster(lang: str, title: str, kind: str, facts: dict[str, Any], site: str) -> Poster:
    with translation.override(lang):
        kicker = " · ".join(filter(None, _kicker(kind, facts)))
    # A home page is called what its site is called. Each is one line, whatever somebody typed: Pillow refuses others.
    title, kicker, site = (" ".join(text.split()) for text in (title, kicker, "" if kind == "home" else site))
    return Poster(lang, title, kicker, site)


def _kicker(kind: str, facts: dict[str, Any]) -> list[str]:
    place, region = facts.get("place") or "", facts.get("region") or ""
    if place and region:
        place = gettext("%(place)s, %(region)s") % {"place": place, "region": region}
    words = [str(label(kind, name, facts[name])) for name in ("status", "kind") if facts.get(name)]
    if kind == "announcement":
        words.append(gettext("Announcement"))
    return [*words, place or region, facts.get("dateline_place") or ""]
