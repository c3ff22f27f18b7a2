"""What a reader gets, asked from outside, over public HTTP."""

from __future__ import annotations

from typing import Any

from django.test import Client

from newsroom.authoring.delivery import public_url


def read(page: Any) -> str | None:
    """The page's title as its JSON gives it, or None when readers do not get it; HTML must agree."""
    page = type(page).objects.get(pk=page.pk)
    data = Client().get(f"/api/v1/pages/{page.pk}/")
    assert data.status_code in (200, 404, 410)
    title = data.json()["title"] if data.status_code == 200 else None
    html = Client().get(data.json()["url"] if title else public_url(page.locale.language_code, page.url_path))
    assert html.status_code in (200, 404, 410), html.status_code
    if title:
        assert title in html.content.decode()
    return title


def titles() -> set[str]:
    """The titles of everything that readers get."""
    listed = Client().get("/api/v1/pages/", {"limit": "100"})
    assert listed.status_code == 200
    return {item["title"] for item in listed.json()["items"]}
