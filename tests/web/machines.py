"""What machines are told, read as machines do: fetched over HTTP, parsed as XML or as lines."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "atom": "http://www.w3.org/2005/Atom",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "http://testserver"


def read_xml(client: Any, url: str) -> ElementTree.Element:
    """The root of the XML at an address."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return ElementTree.fromstring(response.content)


def texts(element: ElementTree.Element, path: str) -> list[str]:
    """The text of each element at a path."""
    return [found.text or "" for found in element.findall(path, NAMESPACES)]


def text(element: ElementTree.Element, path: str) -> str:
    """The text of the one element at a path."""
    (found,) = texts(element, path)
    return found


def sitemap(client: Any, lang: str) -> dict[str, dict[str, str]]:
    """The sitemap of a language: {address: {hreflang: address}}."""
    return {
        text(url, "s:loc"): {link.get("hreflang"): link.get("href") for link in url.findall("xhtml:link", NAMESPACES)}
        for url in read_xml(client, f"/sitemap-{lang}.xml")
    }


def feed(client: Any, lang: str) -> list[ElementTree.Element]:
    """The entries of a language's feed."""
    return read_xml(client, f"/{lang}/feed.atom").findall("atom:entry", NAMESPACES)


def lines(client: Any, url: str) -> list[str]:
    """The lines of a text at an address."""
    response = client.get(url)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return response.content.decode().splitlines()
