"""The JSON-LD of a page, held to schema.org: each thing has only properties that schema.org gives to its type."""

from __future__ import annotations

import json
from typing import Any

THING = {"name", "description", "url", "image", "@id", "@type"}
WORK = {*THING, "inLanguage", "datePublished", "dateModified", "publisher", "author", "workTranslation", "isPartOf"}
# As schema.org 29 has them, the inherited ones included; of each type what we use, and no person.
PROPERTIES = {
    "WebSite": WORK,
    "WebPage": WORK,
    "AboutPage": WORK,
    "CollectionPage": WORK,
    "CreativeWork": WORK,
    "Article": {*WORK, "headline", "contentLocation"},
    "NewsArticle": {*WORK, "headline", "dateline"},
    "NGO": {*THING, "logo"},
    "Place": THING,
    "ImageObject": {*THING, "width", "height"},
    "VideoObject": {*WORK, "uploadDate", "thumbnailUrl", "contentUrl", "embedUrl", "encodingFormat"},
    "BreadcrumbList": {*THING, "itemListElement"},
    "ItemList": {*THING, "itemListElement"},
    "ListItem": {*THING, "position", "item"},
}
# What search engines want of a type before they show anything.
NEEDED = {
    "Article": {"headline", "datePublished", "author", "image", "publisher"},
    "NewsArticle": {"headline", "datePublished", "author", "image", "publisher"},
    "NGO": {"name", "url"},
    "VideoObject": {"name", "description", "uploadDate", "thumbnailUrl"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "ListItem": {"position", "name"},
}


def things(soup: Any) -> dict[str, list[dict[str, Any]]]:
    """What a page's one data block describes, by type, once every thing in it is what schema.org knows."""
    (script,) = soup.find_all("script", type="application/ld+json")
    assert set(script.attrs) == {"type"}
    data = json.loads(script.string)
    assert set(data) == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    found: dict[str, list[dict[str, Any]]] = {}
    for thing in data["@graph"]:
        _check(thing)
        found.setdefault(thing["@type"], []).append(thing)
    ids = {thing["@id"] for thing in data["@graph"] if "@id" in thing}
    assert all(reference in ids for reference in _references(data["@graph"]))
    return found


def _check(thing: Any) -> None:
    if isinstance(thing, list):
        for each in thing:
            _check(each)
    if isinstance(thing, dict) and set(thing) != {"@id"}:
        kind = thing["@type"]
        assert set(thing) <= PROPERTIES[kind], (kind, set(thing) - PROPERTIES[kind])
        assert set(thing) >= NEEDED.get(kind, set()), (kind, NEEDED[kind] - set(thing))
        for value in thing.values():
            assert value not in (None, "", [])
            _check(value)


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for each in value for found in _references(each)]
    if not isinstance(value, dict):
        return []
    return [value["@id"]] if set(value) == {"@id"} else _references(list(value.values()))
