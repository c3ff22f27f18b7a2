"""Asking the API as a stranger does, and holding every answer to what the API promises."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

API = "/api/v1/"


def ask(path: str, expect: int = 200, /, **params: Any) -> Any:
    """The JSON at a path below the API, once it has this status and the shape that openapi.json promises for it."""
    response = Client().get(f"{API}{path}", params)
    assert response.status_code == expect, (path, params, response.content)
    keeps_its_promise(path, response)
    return response.json()


def problem_with(path: str, /, **params: Any) -> dict[str, str]:
    """What a 400 says about each parameter."""
    return {error["parameter"]: error["detail"] for error in ask(path, 400, **params)["errors"]}


def missing(path: str, /, **params: Any) -> dict[str, str]:
    """What a 404 says about each parameter."""
    return {error["parameter"]: error["detail"] for error in ask(path, 404, **params)["errors"]}


def table(name: str, /, **params: Any) -> str:
    """The text of a table, less the mark that it begins with."""
    response = Client().get(f"{API}{name}.csv", params)
    assert response.status_code == 200, (name, params, response.content)
    keeps_its_promise(f"{name}.csv", response)
    return response.content.decode("utf-8-sig")


def keeps_its_promise(path: str, response: Any) -> None:
    """Fail unless openapi.json allows this answer at this path: its status, its media type, its shape."""
    template = re.sub(r"^pages/(?!find/|by-key/)[^/]+/$", "pages/{page_id}/", path)
    template = re.sub(r"^pages/by-key/[^/]+/$", "pages/by-key/{translation_key}/", template)
    template = re.sub(r"^(image|document)s/[^/]+/$", r"\1s/{\1_id}/", template)
    template = re.sub(r"^preview/[^/]+/$", "preview/{token}/", template)
    promised = openapi()["paths"][f"{API}{template}"]["get"]["responses"][str(response.status_code)]
    if response.status_code == 304:
        assert response.content == b""
        return
    media_type = response["Content-Type"].partition(";")[0]
    schema = {**promised["content"][media_type]["schema"], "components": openapi()["components"]}
    said = response.content.decode() if media_type == "text/csv" else response.json()
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(said)


@cache
def openapi() -> dict[str, Any]:
    return Client().get(f"{API}openapi.json").json()
