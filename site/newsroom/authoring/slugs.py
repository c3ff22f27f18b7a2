"""Addresses that survive every alphabet.

wagtail-localize slugifies to ASCII, which turns "气候" into nothing. A slug is therefore made of ASCII from the
start: transliterated with anyascii (which Wagtail itself uses), then slugified.
"""

from anyascii import anyascii
from django.utils.text import slugify


def ascii_slug(*candidates: str) -> str:
    """The first candidate that leaves a usable slug, in lower-case ASCII; "page" if none does. At most 240
    characters: one letter of another alphabet may become several, and a page's slug holds 255, with its number."""
    for text in candidates:
        slug = slugify(anyascii(text or ""))[:240].rstrip("-")
        if slug:
            return slug
    return "page"
