"""A public page as a reader has it: fetched over HTTP, parsed, its words without the markup."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup, Tag


def read(client: Any, url: str, status: int = 200, **headers: str) -> BeautifulSoup:
    """The parsed HTML at an address, which answers with this status."""
    response = client.get(url, headers=headers)
    assert response.status_code == status, (url, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def squeeze(text: str) -> str:
    """Words with single spaces between them."""
    return re.sub(r"\s+", " ", text).strip()


def words(html: str | Tag) -> str:
    """Everything that HTML says: its text, and what its attributes say in place of text, or link to."""
    soup = BeautifulSoup(html, "html.parser") if isinstance(html, str) else html
    values = [value for tag in soup.find_all(True) for value in tag.attrs.values() if isinstance(value, str)]
    return squeeze(soup.get_text() + " " + " ".join(values))


def paragraphs(html: str) -> list[str]:
    """The lines of rich text."""
    lines = re.sub(r"</?(p|ul|ol|li|br)\b[^>]*>", "\n", html).splitlines()
    return [squeeze(BeautifulSoup(line, "html.parser").get_text()) for line in lines if line.strip()]


def headings(soup: Tag) -> list[int]:
    """The levels of the headings, in order."""
    return [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]


def switcher(soup: Tag) -> dict[str, Tag]:
    """The links of the language switcher, by language."""
    return {link["hreflang"]: link for link in soup.select("nav.languages a")}


def alternates(soup: Tag) -> dict[str, str]:
    """What the head says about the page's other languages: {hreflang: address}."""
    return {link["hreflang"]: link["href"] for link in soup.select("link[rel=alternate][hreflang]")}
