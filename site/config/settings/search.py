"""Where pages are indexed, and how each language is searched: PostgreSQL, until a site outgrows it."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.env import env
from newsroom.translation.languages import LANGUAGES as _LANGUAGES


def backends_for(url: str) -> dict[str, dict[str, Any]]:
    """WAGTAILSEARCH_BACKENDS for a SEARCH_URL: "" is PostgreSQL, `opensearch+https://user:password@host:9200/name` an
    OpenSearch whose indexes begin with that name. One index, kept by "default"; the backend of a language asks it in
    that language's analysis. Raises ImproperlyConfigured for any other address."""
    engine: dict[str, Any] = {"BACKEND": "search.backend"}
    if url:
        parts = urlsplit(url)
        if parts.scheme not in ("opensearch+https", "opensearch+http") or not parts.hostname:
            raise ImproperlyConfigured("SEARCH_URL is not of the form opensearch+https://user:password@host:9200/name.")
        address = urlunsplit((parts.scheme.removeprefix("opensearch+"), parts.netloc, "", "", ""))
        engine = {
            "BACKEND": "search.opensearch",
            "URLS": [address],
            "INDEX_PREFIX": f"{parts.path.strip('/') or 'north-star'}_",
        }
    return {
        "default": engine,
        **{language.code: {**engine, "LANGUAGE": language.code, "AUTO_UPDATE": False} for language in _LANGUAGES},
    }


WAGTAILSEARCH_BACKENDS = backends_for(env("SEARCH_URL"))
