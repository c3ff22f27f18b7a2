"""One draft, in the schema of public pages, for whoever has its link (`newsroom.web.previews`)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path
from ninja.decorators import decorate_view
from pydantic import Field

from newsroom.authoring.documents import build_from
from newsroom.web.api.core import api, as_json
from newsroom.web.api.pages import Page
from newsroom.web.api.parameters import takes_only
from newsroom.web.api.problems import Problem, Refusal
from newsroom.web.previews.links import Ended, NotThere, follow

Token = Annotated[str, Field(description="The token of a preview link.")]


@api.get(
    "preview/{token}/",
    response={200: Page, 400: Problem, 404: Problem, 410: Problem},
    operation_id="get_preview",
    summary="Preview a draft",
    description="A draft or a version under review, for whoever has a link to it, in the schema of public pages. "
    "Nobody may keep the answer. 410 when the link has ended, 404 when there never was one.",
)
@decorate_view(takes_only())
def get_preview(request: HttpRequest, token: Path[Token]) -> HttpResponse:
    """One page as one revision says it."""
    try:
        preview = follow(token)
    except NotThere as nothing:
        raise Refusal(404, "There is no such preview.") from nothing
    except Ended as ended:
        raise Refusal(410, "This preview has ended.") from ended
    (document,) = build_from([preview.page])
    return as_json(document.model_dump_json(), [document.lang])
