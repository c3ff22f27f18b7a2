"""The style sheets of the public site as one: joined when the first page asks, under an address made of what it says.

There is no build step. Every file of `static/css` stays readable by itself; a reader's phone makes one request, keeps
the answer for good, and asks again only when a rule has changed, because then the address has.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from itertools import accumulate
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
    """The style sheets below `folder`, one after another: the file of each layer, then the components by name."""
    rules = []
    for layer in LAYERS:
        files = sorted((folder / layer).glob("*.css")) or [folder / f"{layer}.css"]
        rules.append(f"@layer {layer}{{{''.join(_inside(layer, file) for file in files)}}}")
    text = "\n".join([f"@layer {', '.join(LAYERS)};", *rules]) + "\n"
    plain = _with_files_by_address(text).encode()
    return Stylesheet(hashlib.sha256(plain).hexdigest()[:16], plain, gzip.compress(plain, mtime=0))


def _inside(layer: str, file: Path) -> str:
    """What a file puts into its layer, which is all that it may hold: a rule outside of any would win over every layer.

    Raises ValueError, when the first page is asked for, for a file that holds anything else."""
    css = _tersely(file.read_text("utf-8"))
    start = f"@layer {layer}{{"
    inside, depths = css[len(start) : -1], [0]
    depths += accumulate({"{": 1, "}": -1}.get(character, 0) for character in inside)
    if not css.startswith(start) or not css.endswith("}") or min(depths) < 0 or depths[-1] != 0:
        raise ValueError(f"{file}: write all of it into one '@layer {layer} {{ … }}'.")
    return inside


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
