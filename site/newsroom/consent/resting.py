"""What rests on consents, for the people of the newsroom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from newsroom.consent.records import Consent, Reliance


def pages_resting_on(consents: Iterable[Consent]) -> dict[int, list[Any]]:
    """The pages with an approved version that rests on each consent, those that are public on it first: by the
    consent's number. Each page has `rests_now`. Two queries."""
    rows = Reliance.objects.filter(consent__in=[consent.pk for consent in consents])
    found = list(rows.values_list("consent_id", "approval__page_id", "revision_id"))
    pages = Page.objects.select_related("locale").in_bulk({page_id for _, page_id, _ in found})
    by_consent: dict[int, dict[int, Any]] = defaultdict(dict)
    for consent_id, page_id, revision_id in found:
        page = pages[page_id]
        now = page.live and page.live_revision_id == revision_id
        already = by_consent[consent_id].get(page_id)
        by_consent[consent_id][page_id] = (page, now or bool(already and already[1]))
    return {
        pk: [_with(page, now) for page, now in sorted(there.values(), key=lambda each: (not each[1], each[0].title))]
        for pk, there in by_consent.items()
    }


def _with(page: Any, rests_now: bool) -> dict[str, Any]:
    return {"page": page, "rests_now": rests_now}
