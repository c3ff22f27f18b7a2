"""Plain text at fixed places: what crawlers may do, whom to tell of a weakness, and a way in for language models."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from wagtail.models import Page

from newsroom.authoring import navigation
from newsroom.authoring.delivery import cards
from newsroom.translation.languages import get_language
from newsroom.web.discovery.addresses import uri, uri_of
from newsroom.web.views import PublicView

# RFC 9116 recommends less than a year.
VALID_FOR = timedelta(days=180)
_ONE_LINE = "A multilingual newsroom for grassroots movements."


class Robots(PublicView):
    """`/robots.txt` (RFC 9309): everything may be read but the admin."""

    keeps = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return _text("User-agent: *", f"Disallow: {settings.ADMIN_PATH}", "", f"Sitemap: {uri_of('sitemap')}")


class Security(PublicView):
    """`/.well-known/security.txt` (RFC 9116), where the settings name somebody to tell."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURITY_CONTACT:
            raise Http404
        # Until a midnight, so that a kept copy stays the same all day.
        expires = datetime.combine(timezone.now().astimezone(UTC).date() + VALID_FOR, time())
        return _text(
            *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(navigation.languages_in_use() or [settings.LANGUAGE_CODE])}",
            f"Canonical: {uri_of('security')}",
        )


class Llms(PublicView):
    """`/llms.txt` (llmstxt.org, in Markdown): who this is, where each language begins, where the data is."""

    keeps = True

    def get(self, request: HttpRequest) -> HttpResponse:
        homes = _homes()
        first = homes[0] if homes else None
        return _text(
            f"# {_inline(first.title) if first else settings.WAGTAIL_SITE_NAME}",
            "",
            f"> {_inline(first.summary) if first and first.summary else _ONE_LINE}",
            "",
            "A page can be taken down at any moment, to keep somebody safe. Ask again before you show a copy.",
            "",
            "## Languages",
            "",
            *(_link(home.title, uri(home.url), get_language(home.lang).autonym) for home in homes),
            "",
            "## Data",
            "",
            _link("Pages as JSON", uri("/api/v1/pages/"), "every public page, in every language"),
            _link("OpenAPI description", uri("/api/v1/openapi.json"), "what the JSON API answers"),
            _link("Sitemap", uri_of("sitemap"), "every address"),
            *(_link(f"News ({home.lang})", _feed(home.lang), "the newest pages, as Atom") for home in homes),
        )


def _homes() -> list:
    """The public home pages as cards, in the order of the language table."""
    order = {root.pk: number for number, root in enumerate(navigation.roots().values())}
    return sorted(cards(Page.objects.filter(pk__in=order)), key=lambda card: order[card.id])


def _feed(lang: str) -> str:
    with translation.override(lang):
        return uri_of("feed")


def _link(title: str, url: str, note: str) -> str:
    return f"- [{_inline(title)}]({url}): {note}"


def _inline(text: str) -> str:
    """Words of a page as one line of Markdown that holds nothing but these words."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(text.split()))


def _text(*lines: str) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


robots_view = Robots.as_view()
security_view = Security.as_view()
llms_view = Llms.as_view()
