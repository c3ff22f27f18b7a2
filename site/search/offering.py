"""What the search page knows, as the API offers it (`newsroom.web.api.searching`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsroom.web.api.searching import Answered, Highlights
from newsroom.web.api.searching import Piece as OfferedPiece
from search.answering import answer
from search.finding import Filters
from search.showing import show
from search.snippets import Piece


def answered(typed: str, code: str, type_name: str, place: str) -> Answered:
    """What the search page would show for this."""
    found = answer(typed, code, Filters(type_name, place))
    return Answered(
        ids=found.found.ids,
        facets=found.found.facets,
        matched=found.matched,
        how=found.how,
        meant=found.meant,
        is_bounded=found.found.is_bounded,
    )


def highlights(pages: Iterable[Any], matched: str, code: str) -> dict[int, Highlights]:
    """The pieces that the search page would show of each of these approved pages, by id."""
    return {
        pk: Highlights(title=_offered(shown.title), text=_offered(shown.text))
        for pk, shown in show(pages, matched, code).items()
    }


def _offered(pieces: list[Piece]) -> list[OfferedPiece]:
    return [OfferedPiece(text=piece.text, is_match=piece.is_match) for piece in pieces]
