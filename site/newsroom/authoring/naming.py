"""Which versions of pages may name a picture or a file, found by an index of PostgreSQL's (migration 0008). It knows
numbers and not what they are of: whoever asks reads each version that is found (`references.py`)."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField
from wagtail.models import get_page_models


def may_name(revisions: Any, model: Any, ids: Iterable[int]) -> QuerySet:
    """Those among revisions that hold one of these ids of the model's where an id may stand: all that name one, and few
    others."""
    names = [f"{prefix}{int(pk)}" for pk in ids for prefix in ("", *_fields_of(model))]
    named = Func(F("content"), function="newsroom_named_in", output_field=ArrayField(TextField()))
    return revisions.alias(named=named).filter(named__overlap=names)


@functools.cache
def _fields_of(model: Any) -> tuple[str, ...]:
    """How the index writes a page's own fields that refer to such a thing, not through a stream or rich text."""
    fields = {field for page in get_page_models() for field in page._meta.concrete_fields if field.is_relation}
    return tuple(sorted({f"{field.name}=" for field in fields if issubclass(field.related_model, model)}))
