"""What the API offers of the stories as a table (`newsroom.web.api.tables`)."""

from __future__ import annotations

from newsroom.web.api.tables import Table, page_address

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
)
