"""What went wrong, as RFC 9457 wants it said: `application/problem+json`, naming the parameter and what it allows."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse
from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"


class ParameterProblem(BaseModel):
    """One parameter that cannot be obeyed. `detail` says what is allowed."""

    model_config = ConfigDict(extra="forbid")

    parameter: str
    detail: str


class Problem(BaseModel):
    """RFC 9457: `title` is the meaning of the status, `detail` one sentence about this request, `errors` one entry
    for each parameter at fault."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    type: str = "about:blank"
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    errors: list[ParameterProblem] = []


class Refusal(Exception):
    """A request that gets a problem for an answer, with the status of it."""

    def __init__(self, status: int, detail: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.problem = Problem(
            title=HTTPStatus(status).phrase,
            status=status,
            detail=detail,
            errors=[ParameterProblem(parameter=name, detail=text) for name, text in (errors or {}).items()],
        )


def bad_parameters(errors: Mapping[str, str], status: int = 400) -> Refusal:
    """400, for parameter names and what each of them allows; or 404, for what they name and is not there."""
    return Refusal(status, " ".join(f"{name}: {text}" for name, text in errors.items()), errors)


def respond(refusal: Refusal) -> HttpResponse:
    """The refusal as an answer."""
    return HttpResponse(refusal.problem.model_dump_json(), content_type=MEDIA_TYPE, status=refusal.problem.status)
