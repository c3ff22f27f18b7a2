"""From a document to HTML. The templates show the same shapes that the API sends, and start no query."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from pydantic import TypeAdapter

from newsroom.authoring.blocks.talking_points import talking_points
from newsroom.authoring.navigation import Navigation, keep_narrowed, navigation_for
from newsroom.authoring.schemas import Link, PageDocument, TranslationLink
from newsroom.translation.languages import SOURCE


class Rendering(NamedTuple):
    """A page that is ready to become HTML: all that its template shows, which starts no query."""

    template: str
    context: dict[str, Any]

    @property
    def made_of(self) -> str | None:
        """A digest of all that the HTML is made of, but for the release and the settings; None for pages with lists,
        and for previews."""
        document: PageDocument = self.context["page"]
        if self.context["lists"] or self.context["is_preview"]:
            return None
        digest = blake2b(digest_size=16)
        for part in (
            self.template.encode(),
            document.model_dump_json().encode(),
            str(document.is_for_social_media).encode(),
            _NAVIGATION.dump_json(self.context["navigation"]),
        ):
            digest.update(b"%d " % len(part) + part)
        return digest.hexdigest()

    def response(self, request: HttpRequest) -> HttpResponse:
        """The HTML, in the page's own language."""
        with translation.override(self.context["page"].lang):
            return render(request, self.template, self.context)


_NAVIGATION = TypeAdapter(Navigation)


def prepare_page(
    request: HttpRequest, page: Any, document: PageDocument, *, is_preview: bool = False, preview: Any = None
) -> Rendering:
    """One page of its own type and its document, with what stands around it. `preview` is what a reader without an
    account is told of the draft that they are shown."""
    with translation.override(document.lang):
        lists = page.lists(document.lang, request.GET)
        context = {
            "page": document,
            "lists": lists,
            "navigation": keep_narrowed(navigation_for(document.lang, document, page.path or None), lists),
            "newer": _newer(document),
            "is_preview": is_preview,
            "preview": preview,
        }
    return Rendering(f"pages/{page.type_name()}.html", context)


def render_page(request: HttpRequest, page: Any, document: PageDocument, **kwargs: Any) -> HttpResponse:
    """A rendered response, of what `prepare_page` takes."""
    return prepare_page(request, page, document, **kwargs).response(request)


def render_sheet(request: HttpRequest, document: PageDocument, path: str) -> HttpResponse:
    """A rendered response for a page's talking points alone, to be printed. `path` is its place in the page tree."""
    with translation.override(document.lang):
        context = {
            "page": document,
            "blocks": talking_points(getattr(document, "body", [])),
            "navigation": navigation_for(document.lang, document, path),
        }
        return render(request, "sheets/talking_points.html", context)


def render_sublist(request: HttpRequest, page: Any, document: PageDocument, name: str) -> HttpResponse:
    """A rendered response for one of a page's `sublists`: around it stands what stands around the page."""
    with translation.override(document.lang):
        shown = below(document, name, str(page.sublists[name]))
        context = {
            "page": shown,
            "lists": page.sublist(name, document.lang, request.GET),
            "navigation": navigation_for(document.lang, shown, page.path),
            "is_sublist": True,
        }
        return render(request, f"pages/{page.type_name()}_{name}.html", context)


def below(document: PageDocument, name: str, title: str) -> PageDocument:
    """What is said about a list whose address is right below a page's: in every language of that page."""
    return document.model_copy(
        update={
            "title": title,
            "summary": "",
            "search_description": "",
            "url": f"{document.url}{name}/",
            "ancestors": [*document.ancestors, Link(title=document.title, url=document.url)],
            "translations": [link.model_copy(update={"url": f"{link.url}{name}/"}) for link in document.translations],
        }
    )


def _newer(document: PageDocument) -> TranslationLink | None:
    """The page that an outdated translation was made from, where it is public."""
    return next(
        (link for link in document.translations if document.translation.is_outdated and link.lang == SOURCE), None
    )


def render_content(document: PageDocument) -> str:
    """What a page says below its title, as HTML in its own language, for readers who do not come to the site. Lists
    of other pages are not part of it, nor is anything that stands around every page: no query."""
    with translation.override(document.lang):
        return render_to_string(f"pages/{document.type}.html", {"page": document, "layout": "content_only.html"})
