"""What Schemathesis has to know beyond openapi.json (`SCHEMATHESIS_HOOKS`): which parameters do not go together, and
what there is on the site that it asks. It leaves alone what is meant to be refused."""

from __future__ import annotations

import json
import os
from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

# {"pages": ids, "keys", "images", "documents", "paths"} of campaign stories; {"fields", "include"}: what those have;
# {"filters": {type: its filters}}.
SITE: dict[str, Any] = json.loads(os.environ["FUZZED_SITE"])
_THERE = {"page_id": "pages", "translation_key": "keys", "image_id": "images", "document_id": "documents"}


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """A question that is meant to be answered, made one that can be."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return case
    query = case.query or {}
    for name, kind in _THERE.items():
        if name in (case.path_parameters or {}):
            chosen = SITE[kind]
            case.path_parameters[name] = chosen[hash(str(case.path_parameters[name])) % len(chosen)]
    _keep_together(query, is_list=case.operation.path.endswith("/pages/"))
    return case


def _keep_together(query: dict[str, Any], *, is_list: bool) -> None:
    query.pop("cursor", None)  # Nobody can make one up.
    if "locale" not in query and "path" not in query:
        query.pop("fallback", None)
    if is_list:
        known = SITE["filters"].get(query.get("type"), [])
        for name in {each for filters in SITE["filters"].values() for each in filters} - {"place"}:
            if name not in known:
                query.pop(name, None)
        if "type" in query:
            query.pop("fields", None)
            query.pop("include", None)
        return
    for name in ("fields", "include"):
        kept = [each for each in query.get(name) or [] if each.partition(".")[0] in SITE[name]]
        if name in query and not kept:
            del query[name]
        elif kept:
            query[name] = kept
