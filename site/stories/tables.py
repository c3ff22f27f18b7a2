"""What the API offers of the stories as a table (`newsroom.web.api.tables`)."""

from __future__ import annotations

from newsroom.authoring.schemas import Card
from newsroom.web.api.tables import Table, page_address
from stories import gazetteer


def _points(card: Card) -> list[tuple[float, float]]:
    """Where a partner is, as far as the gazetteer knows its places: each city once."""
    found = gazetteer.find(card.details["places"]).values()
    return list(dict.fromkeys((place.longitude, place.latitude) for place in found))


PARTNERS = Table(
    name="partners",
    page_type="partner",
    columns={
        "name": lambda card: card.title,
        "kind": lambda card: card.details["kind"],
        "places": lambda card: card.details["places"],
        "issues": lambda card: card.details["issues"],
        "languages": lambda card: card.details["languages"],
        "website": lambda card: card.details["website"],
        "url": page_address,
    },
    points=_points,
)
