"""The whole pages behind cards, on request: one step on, or two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsroom.authoring.documents import build
from newsroom.authoring.schemas import Card, PageDocument
from newsroom.web.api.listing import public_rows
from newsroom.web.api.parameters import MAX_DEPTH, MAX_INCLUDED


def included(documents: Sequence[PageDocument], paths: Iterable[str]) -> list[PageDocument]:
    """The pages that these paths of names lead to ("partners", "partners.campaigns"), each once, in the order in which
    they are named, MAX_INCLUDED at most. The same number of queries for each step, however many pages these are."""
    found: dict[int, PageDocument] = {}
    steps = [tuple(path.split(".")) for path in paths]
    at: dict[tuple[str, ...], list[int]] = {}
    for depth in range(1, MAX_DEPTH + 1):
        for step in {path[:depth]: None for path in steps if len(path) >= depth}:
            sources = documents if depth == 1 else [found[pk] for pk in at.get(step[:-1], []) if pk in found]
            at[step] = _named_by(sources, step[-1])
        wanted = {pk: None for step, pks in at.items() if len(step) == depth for pk in pks if pk not in found}
        chosen = list(wanted)[: MAX_INCLUDED - len(found)]
        rows = {row.pk: row for row in public_rows().filter(pk__in=chosen)} if chosen else {}
        built = build([rows[pk] for pk in chosen if pk in rows])
        found |= {document.id: document for document in built}
    return list(found.values())


def _named_by(documents: Iterable[PageDocument], name: str) -> list[int]:
    cards: Iterable[Card] = (card for document in documents for card in getattr(document, name, None) or [])
    return list(dict.fromkeys(card.id for card in cards))
