"""What a page tells search engines about its other languages: one rule, for the head of the HTML and the sitemap."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.translation.languages import LANGUAGES

ELSE = "x-default"


def hreflangs(type_name: str, urls: Mapping[str, str]) -> list[tuple[str, str]]:
    """(hreflang, address) for each language in which a page is public, in the order of the language table, and for
    everybody else: the first of them, or the front door for a home page. `urls` holds the addresses by language.
    Each of the page's languages names the same ones, which is what makes search engines believe them."""
    named = [(language.code, urls[language.code]) for language in LANGUAGES if language.code in urls]
    if not named:
        return []
    return [*named, (ELSE, "/" if type_name == "home" else named[0][1])]
