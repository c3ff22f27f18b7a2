"""Ways to narrow a list of pages: by place, by issue, by year. The site's lists and the API ask the same ones.

What a page is about is what its approved revision says. The page row may hold a draft's words, so no filter reads it.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Func, JSONField, Value

from newsroom.authoring.visible import visible_q


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list of pages of a type. `name` is its parameter in addresses and in the API; `values` says
    what a page stands under, from the `reads` among its revision's content; `codes` are the only values there can be,
    or None where pages bring their own. `words` are how readers are told a value; `backwards` lists the last first;
    `is_translated` is true where each language has its own names for the values."""

    name: str
    reads: tuple[str, ...]
    values: Callable[[Mapping[str, Any]], Iterable[str]]
    codes: tuple[str, ...] | None = None
    words: Callable[[str], Any] = str
    backwards: bool = False
    is_translated: bool = False

    def keys(self, content: Mapping[str, Any]) -> dict[str, str]:
        """What a page stands under: {key to compare by: the value as it is written}."""
        return {key_of(value): value for value in self.values(content) if value}


@dataclass(frozen=True)
class Row:
    """A visible page, as far as filters and orders read it: its `content` holds what was asked for, and no more."""

    pk: int
    published_at: datetime.datetime | None
    content: dict[str, Any] = field(default_factory=dict)
    lang: str = ""
    translation_key: UUID | None = None


@lru_cache(maxsize=10_000)
def key_of(value: str) -> str:
    """Values are the same if they differ in case, in width or in the space around them only."""
    return unicodedata.normalize("NFKC", value).strip().casefold()


def said(names: Sequence[str]) -> Func:
    """These parts of the content of a page's approved revision, as an array in their order: unpacked once, and not once
    for each name."""
    array, columns = (", ".join(form.format(name) for name in names) for form in ('said."{}"', '"{}" jsonb'))
    return Func(
        "live_revision__content",
        template=f"(SELECT jsonb_build_array({array}) FROM jsonb_to_record(%(expressions)s) AS said({columns}))",  # noqa: S608 - our own names
        output_field=JSONField(),
    )


def visible_contents(pages: Any, reads: Iterable[str]) -> list[Row]:
    """The visible ones among a queryset of pages, each with these parts of its approved revision's content: one
    query, and no text that nobody asked for."""
    names = list(dict.fromkeys(reads))
    about = ("pk", "first_published_at", "locale__language_code", "translation_key")
    rows = pages.filter(visible_q()).values_list(*about, said(names) if names else Value([], JSONField()))
    return [
        Row(pk, published, dict(zip(names, values, strict=True)), lang, key)
        for pk, published, lang, key, values in rows
    ]


def reads_of(filters: Sequence[Filter]) -> list[str]:
    """What these filters need to know of a page's content."""
    return [name for each in filters for name in each.reads]


def matching(rows: Iterable[Row], filters: Sequence[Filter], asked: Mapping[str, str]) -> list[Row]:
    """The rows that stand under every value that is asked for, by the filter's name."""
    wanted = [(each, key_of(asked[each.name])) for each in filters if each.name in asked]
    return [row for row in rows if all(key in each.keys(row.content) for each, key in wanted)]


def translated_value(this: Filter, value: str, here: Iterable[Row], there: Iterable[Row]) -> str:
    """What a value is called in another language: what most translations of the pages that stand under it have in its
    place among theirs. The value itself where no translation tells."""
    translations = {row.translation_key: [each for each in this.values(row.content) if each] for row in there}
    names: Counter[str] = Counter()
    for row in here:
        values = [each for each in this.values(row.content) if each]
        translated = translations.get(row.translation_key, [])
        if len(values) == len(translated):
            names.update(name for one, name in zip(values, translated, strict=True) if key_of(one) == key_of(value))
    return max(names, key=lambda name: names[name], default=value)
