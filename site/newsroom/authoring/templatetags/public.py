"""From codes to words, dates to <time>, blocks to their template. No query starts here."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from typing import Any

from django import template
from django.apps import apps
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language as active_language

from newsroom.authoring.blocks.files import KINDS, LICENCES
from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.schemas import FocalPoint, Source
from newsroom.translation.languages import Language, get_language

register = template.Library()
register.filter("absolute", absolute_url)

_TERMS = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_FORMATS = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}
_PARTS_OF_ISO = {"day": 10, "month": 7, "year": 4}


# Each makes something easier, nothing depends on one: the script, and which parts of a page it is for.
_SCRIPTS: dict[str, Callable[[Any], bool]] = {
    "js/copy.js": lambda block: block.type == "talking_points",
    "js/video.js": lambda block: block.type == "video" and block.embed is not None,
}


@functools.cache
def _choices(type_name: str, field_name: str) -> dict[str, Any]:
    """The choices of a field of the page type of that name: {code: label, untranslated until it is shown}."""
    for model in apps.get_models():
        if getattr(model, "type_name", lambda: None)() == type_name:
            field: Any = model._meta.get_field(field_name)
            return dict(getattr(field, "options", None) or field.flatchoices)
    return {}


@register.simple_tag
def label(type_name: str, field_name: str, code: str) -> Any:
    """The words for a code in a page type's field: {% label "campaign_story" "status" page.status %}."""
    return _choices(type_name, field_name).get(code, code)


@register.filter
def by_kind(files: list[Any]) -> list[tuple[Any, list[Any]]]:
    """Files on shelves: [(words for the kind, its files)], in the order of the vocabulary."""
    shelves = [(words, [file for file in files if file.kind == code]) for code, words in KINDS]
    return [(words, shelf) for words, shelf in shelves if shelf]


@register.filter
def bytes_in_all(files: list[Any]) -> int:
    """How large these files are together, in bytes."""
    return sum(file.file.size for file in files)


@register.filter
def file_kind(code: str) -> Any:
    """The words for a kind of file."""
    return dict(KINDS).get(code, code)


@register.filter
def licence_name(code: str) -> str:
    """What people call a licence: "CC BY 4.0" for "CC-BY-4.0"."""
    return dict(LICENCES).get(code, code)


@register.filter
def licence_terms(code: str) -> str:
    """Where a licence can be read; empty for an unknown one."""
    return _TERMS.get(code, "")


@register.filter
def language(code: str) -> Language:
    """The language table's line for a code: its autonym, its direction."""
    return get_language(code)


@register.filter
def language_or_none(code: str) -> Language | None:
    """The language table's line for a code that may be empty."""
    return get_language(code) if code else None


@register.filter
def by_machine(page: Any, names: str) -> bool:
    """Whether a machine translated something in one of these fields: {% if page|by_machine:"title summary" %}."""
    return any(passage.field in names.split() for passage in page.translation.machine_translated)


@register.filter
def scripts(page: Any) -> list[str]:
    """The scripts that a page's own parts can use; most pages need none."""
    blocks = [*getattr(page, "body", []), *getattr(page, "videos", [])]
    return [script for script, uses in _SCRIPTS.items() if any(uses(block) for block in blocks)]


@register.filter
def block_template(block: Any) -> str:
    """The template of a delivered block."""
    return f"blocks/{block.type}.html"


# How wide a picture is shown, by where it stands: the measure of a text, or the columns of a grid.
_GRID = "(min-width: 46rem) 25rem, 100vw"
_SIZES = {"gallery": _GRID, "card": _GRID, "section": "(min-width: 46rem) 42rem, 100vw"}
_MEASURE = "(min-width: 80rem) 59rem, (min-width: 64rem) 75vw, 100vw"


@register.filter
def picture_sizes(layout: str | None) -> str:
    """The `sizes` of a picture that stands in a "gallery", on a "card", in a "section" or, without a name, among the
    words."""
    return _SIZES.get(layout or "", _MEASURE)


@register.filter
def srcset(sources: list[Source]) -> str:
    """The files of a picture, as the attribute wants them."""
    return ", ".join(f"{source.url} {source.width}w" for source in sources)


@register.filter
def focus_class(point: FocalPoint) -> str:
    """The classes of `focus.css` that keep a focal point in view where a picture is cropped."""
    return f"focus-x-{round(point.x * 4) * 25} focus-y-{round(point.y * 4) * 25}"


@register.simple_tag
def quick_exit_url() -> str:
    """Where the way out leads for readers of the active language."""
    code = get_language(active_language() or settings.LANGUAGE_CODE).code
    return settings.QUICK_EXIT_URL.replace("{language}", code.partition("-")[0])


@register.simple_tag
def when(date: datetime.date | str, precision: str = "day") -> SafeString:
    """A day as <time>, in the words of the active language, with no more than is known: a month, a year."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date[:10])
    iso = date.isoformat()[: _PARTS_OF_ISO[precision]]
    return format_html('<time datetime="{}">{}</time>', iso, date_format(date, _FORMATS[precision]))
