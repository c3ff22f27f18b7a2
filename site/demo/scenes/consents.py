"""The consents of the demo: what invented people agreed to. One is valid, one ends soon, one has ended."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from newsroom.consent import keeping
from newsroom.consent.records import ALL_LANGUAGES, Consent


class Given(NamedTuple):
    """A yes: `began` and `ends` are days from now."""

    pseudonym: str
    covers: tuple[str, ...]
    how: str
    began: int
    ends: int | None = None
    legal_name: str = ""
    contact: str = ""
    uses: tuple[str, ...] = (Consent.Use.WEB, Consent.Use.OFFLINE)


GIVEN = (
    Given("Magnolia", ("text", "voice"), "At the long table after supper, with her sister beside her.", -200),
    Given(
        "Sparrow",
        ("text",),
        "By telephone, in Spanish; we read the story aloud twice.",
        -345,
        20,
        "Amparo Invented",
        "sparrow@people.example.org",
    ),
    Given("Cedar", ("text", "photo"), "At the bus stop, on paper, for one year.", -370, -5),
    Given(
        "Juniper",
        ("text",),
        "In her kitchen. She wants to read the quote before anybody else does.",
        -30,
        uses=tuple(Consent.Use.values),
    ),
)


def record(keeper: Any) -> dict[str, Consent]:
    """Record them all, as a Consent keeper does: consents by pseudonym."""
    return {given.pseudonym: _record(given, keeper) for given in GIVEN}


def _record(given: Given, keeper: Any) -> Consent:
    now = timezone.now()
    consent = Consent(
        pseudonym=given.pseudonym,
        covers=list(given.covers),
        languages=[ALL_LANGUAGES],
        uses=list(given.uses),
        how_given=given.how,
        valid_from=now + datetime.timedelta(days=given.began),
        valid_until=None if given.ends is None else now + datetime.timedelta(days=given.ends),
    )
    return keeping.record(consent, keeper, legal_name=given.legal_name, contact=given.contact)
