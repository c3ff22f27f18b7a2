"""oEmbed 1.0 (oembed.com): what another site may show of a page of ours, as a quotation without a script or a frame."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.xmlutils import SimplerXMLGenerator

from newsroom.authoring.delivery import cards
from newsroom.authoring.schemas import Card
from newsroom.translation.languages import get_language, is_known
from newsroom.web.discovery.addresses import shareable_pages, site_name, uri
from newsroom.web.discovery.xml import xml_text
from newsroom.web.redirects import TakenDown, visible_or_moved
from newsroom.web.sharing.poster import HEIGHT, WIDTH
from newsroom.web.views import PublicView

# What the quotation takes, in CSS pixels, where the other site has the room.
_WIDE, _HIGH = 600, 240


class OEmbed(PublicView):
    """`/oembed?url=…`, by the law of pages: 404 for what is not ours or not public, 410 for what was taken down, 501
    for a format that we do not write, 400 for a question without sense."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("format", "json")
        if kind not in _WRITERS:
            return _refuse(501, "The formats are json and xml.")
        if "url" not in request.GET:
            return _refuse(400, "url is missing: the address of a page.")
        room = {name: request.GET.get(name, "") for name in ("maxwidth", "maxheight")}
        wrong = [name for name, value in room.items() if value and not (value.isascii() and value.isdigit())]
        if wrong:
            return _refuse(400, f"{wrong[0]} is not a number of pixels.")
        try:
            card = _card_at(request, request.GET["url"])
        except TakenDown:
            return _refuse(410, "This page was taken down.")
        if card is None:
            return _refuse(404, "There is no public page at this address.")
        most = {name: int(value[:6]) if value else None for name, value in room.items()}
        response = _WRITERS[kind](_answer(card, most["maxwidth"], most["maxheight"]))
        response["Access-Control-Allow-Origin"] = "*"
        return response


def _card_at(request: HttpRequest, url: str) -> Card | None:
    """The page at an absolute address of ours, or at one that it had before."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    _, lang, below = (*unquote(parts.path).split("/", 2), "", "")[:3]
    ours = parts.netloc == urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc and parts.scheme in ("http", "https")
    if not ours or not is_known(lang) or lang != lang.lower() or "\0" in below:
        return None
    row = visible_or_moved(request, lang, f"{below.rstrip('/')}/" if below else "")
    return next(iter(cards(shareable_pages().filter(pk=row.pk))), None) if row is not None else None


def _answer(card: Card, most_wide: int | None, most_high: int | None) -> dict[str, Any]:
    site = site_name(card.lang)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "provider_name": site,
        "provider_url": uri(f"/{card.lang}/"),
        # A page can be taken down at any moment.
        "cache_age": 0,
        "html": _quotation(card, site),
        "width": min(_WIDE, most_wide) if most_wide else _WIDE,
        "height": min(_HIGH, most_high) if most_high else _HIGH,
    }
    # A thumbnail obeys the same limits, and ours has one size.
    if (most_wide or WIDTH) >= WIDTH and (most_high or HEIGHT) >= HEIGHT:
        answer["thumbnail_url"] = uri(reverse("poster", args=[card.id]))
        answer["thumbnail_width"], answer["thumbnail_height"] = WIDTH, HEIGHT
    return answer


def _quotation(card: Card, site: str) -> str:
    url = uri(card.url)
    return format_html(
        '<blockquote cite="{}" lang="{}" dir="{}"><p><a href="{}">{}</a></p>{}{}</blockquote>',
        url,
        card.lang,
        get_language(card.lang).direction,
        url,
        card.title,
        format_html("<p>{}</p>", card.summary) if card.summary else "",
        format_html("<p>{}</p>", site) if site else "",
    )


def _as_json(answer: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(answer, ensure_ascii=False), content_type="application/json")


def _as_xml(answer: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(content_type="text/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in answer.items():
        xml.addQuickElement(name, xml_text(str(value)))
    xml.endElement("oembed")
    return response


_WRITERS = {"json": _as_json, "xml": _as_xml}


def _refuse(status: int, why: str) -> HttpResponse:
    return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")


oembed_view = OEmbed.as_view()
