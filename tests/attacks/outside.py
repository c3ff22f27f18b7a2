"""What a reader gets, asked from outside, over public HTTP: twice, because the second answer may be a kept one."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpResponse

from newsroom.authoring.delivery import public_url
from tests.published import Way


@cache
def _way() -> Way:
    return Way()


def ask(path: str, parameters: dict[str, str] | None = None) -> HttpResponse:
    """The answer to a reader, which is the same for the next one."""
    first, second = (_way().get(path, parameters) for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    return second


def read(page: Any) -> str | None:
    """The page's title as its JSON gives it, or None when readers do not get it; HTML must agree."""
    page = type(page).objects.get(pk=page.pk)
    data = ask(f"/api/v1/pages/{page.pk}/")
    assert data.status_code in (200, 404, 410)
    title = data.json()["title"] if data.status_code == 200 else None
    html = ask(data.json()["url"] if title else public_url(page.locale.language_code, page.url_path))
    assert html.status_code in (200, 404, 410), html.status_code
    if title:
        assert title in html.content.decode()
    return title


def titles() -> set[str]:
    """The titles of everything that readers get."""
    listed = ask("/api/v1/pages/", {"limit": "100"})
    assert listed.status_code == 200
    return {item["title"] for item in listed.json()["items"]}
