"""The style sheets of the public site as one: joined when the first page asks, under an address made of what it says.

There is no build step. Every file of `static/css` stays readable by itself; a reader's phone makes one request, keeps
the answer for good, and asks again only when a rule has changed, because then the address has.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

# A later layer wins over an earlier one, whatever the selectors weigh.
LAYERS = ("fonts", "tokens", "base", "components", "print")
A_YEAR = 365 * 24 * 60 * 60


class Stylesheet(NamedTuple):
    """All rules, as they are sent: plain and gzipped."""

    digest: str
    plain: bytes
    gzipped: bytes


@lru_cache(maxsize=4)
def joined(folder: Path) -> Stylesheet:
    """The style sheets below `folder`, layer by layer: its own file first, then the components by name."""
    layers: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for file in [*(folder / f"{layer}.css" for layer in LAYERS), *sorted((folder / "components").glob("*.css"))]:
        if file.exists():
            for layer, rules in _by_layer(file):
                layers[layer].append(rules)
    text = "\n".join([f"@layer {','.join(LAYERS)};", *(f"@layer {name}{{{''.join(layers[name])}}}" for name in LAYERS)])
    plain = _with_files_by_address(text).encode()
    return Stylesheet(hashlib.sha256(plain).hexdigest()[:16], plain, gzip.compress(plain, mtime=0))


def _by_layer(file: Path) -> Iterator[tuple[str, str]]:
    """(layer, its rules) for each `@layer … { … }` of a file. A rule outside of any would win over all layers, and
    nobody would see why: the site says so (ValueError) when the first page is asked for, and in every test."""
    start, depth, layer = 0, 0, ""
    css = _tersely(file.read_text("utf-8"))
    for place, character in enumerate(css):
        if character == "{":
            if depth == 0:
                layer, start = css[start:place].removeprefix("@layer ").strip(), place + 1
                if layer not in LAYERS:
                    raise ValueError(f"{file}: write “{layer} …” into '@layer components {{ … }}'.")
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield layer, css[start:place]
                start = place + 1
    if depth or start != len(css):
        raise ValueError(f"{file}: a bracket is missing, or something stands after the last one.")


def _tersely(css: str) -> str:
    """The rules without comments and air, which are for us and not for a phone on a slow line."""
    bare = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    # Not around a colon: before one, a space means "somewhere inside" in a selector.
    return re.sub(r";?\s*([{};])\s*", _closed_up, re.sub(r"([:,]) ", r"\1", bare)).strip()


def _closed_up(found: re.Match[str]) -> str:
    """A bracket or a semicolon without air; the last declaration of a rule needs no semicolon."""
    return found[1]


def _with_files_by_address(css: str) -> str:
    """The fonts under the addresses that static files have, which are made of their content as well."""
    return re.sub(r'url\("\.\./([^"]+)"\)', lambda found: f'url("{static(found[1])}")', css)


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The joined sheet, to be kept for good. An address of yesterday or tomorrow gets today's, for this once."""
    sheet = joined(settings.STYLES)
    is_gzipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.gzipped if is_gzipped else sheet.plain, content_type="text/css; charset=utf-8")
    if is_gzipped:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    if digest == sheet.digest:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, no_store=True)
    return response
