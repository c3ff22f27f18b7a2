"""Feeds and sitemaps keep to what their readers rely on: read with a real feed reader, and held against a schema."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests import factories
from tests.web.machines import BASE, NAMESPACES

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).with_name("schemas")
# What may come from a stranger may ask for files and addresses; ours is read as if it did.
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def schema(name):
    return etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))


def tree(client, url):
    return etree.fromstring(client.get(url).content, PARSER)


def faults(name, root):
    """What the schema says of this, as its validator says it; nothing where it is right."""
    validator = schema(name)
    return [] if validator.validate(root) else [str(error) for error in validator.error_log]


def feeds(kind):
    below = ("", "stories/", "stories/announcements/")
    return [f"/{lang}/{path}feed.{kind}" for lang in ("en", "ar") for path in below]


def test_every_feed_keeps_to_its_schema_and_a_feed_reader_finds_nothing_wrong_with_it(client, site):
    factories.campaign_story(title="A < B & “C” \x0b", summary="", body=factories.every_block())
    for kind, version in (("atom", "atom10"), ("rss", "rss20")):
        for url in feeds(kind):
            assert faults(kind, tree(client, url)) == [], url
            parsed = feedparser.parse(client.get(url).content)
            assert (parsed.bozo, parsed.version) == (False, version), url
            assert all(entry.id and entry.link.startswith(BASE) and entry.content for entry in parsed.entries), url
            assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
        assert parsed.entries, "a feed without entries proves little"
    for url in feeds("atom"):
        for link_to in tree(client, url).xpath("//atom:feed | //atom:entry", namespaces=NAMESPACES):
            assert link_to.xpath("count(atom:link[@rel='alternate'])", namespaces=NAMESPACES) == 1, url


def test_every_sitemap_keeps_to_its_schema(client, site):
    index = tree(client, "/sitemap.xml")
    assert faults("sitemap", index) == []
    parts = [loc.text.removeprefix(BASE) for loc in index.iterfind(".//s:loc", NAMESPACES)]
    assert len(parts) == 2
    assert [(url, faults("sitemap", tree(client, url))) for url in parts] == [(url, []) for url in parts]


@pytest.mark.parametrize(
    ("name", "url", "path"),
    [
        ("atom", "/en/feed.atom", "atom:updated"),
        ("atom", "/en/feed.atom", "atom:entry/atom:id"),
        ("rss", "/en/feed.rss", "channel/item/pubDate"),
        ("sitemap", "/sitemap-en.xml", "s:url/s:loc"),
    ],
)
def test_a_schema_notices_what_is_missing_and_what_is_wrong(client, site, name, url, path):
    root = tree(client, url)
    part = root.find(path, NAMESPACES)
    part.text = "soon"
    assert faults(name, root)
    part.getparent().remove(part)
    assert faults(name, root)
