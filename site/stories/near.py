"""What stands near a campaign story without being named in it: the commitments and the announcements that name the
story, and other stories of the same place or issue. Read from approved revisions, in one query for any number of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models.fields.json import KeyTransform
from wagtail.models import Page

from newsroom.authoring.visible import visible_q
from newsroom.translation.languages import SOURCE
from stories.places import split_places

NEAR = ("commitments", "announcements", "related")
MOST_RELATED, MOST_ANNOUNCEMENTS = 3, 6
_TYPES = {"commitment": "commitments.CommitmentPage", "announcement": "stories.AnnouncementPage"}
_READS = ("campaigns", "order", "dateline_date", "place", "region", "issues")
_STORY = "campaign_story"


def look_around(stories: Sequence[Any]) -> None:
    """Set `near` of each story: ids by "commitments", "announcements" and "related"."""
    rows = _rows({story.locale.language_code for story in stories} | {SOURCE})
    key_of = {row["pk"]: row["translation_key"] for row in rows}
    key_of |= {story.pk: story.translation_key for story in stories}
    by_type = {name: [row for row in rows if row["type"] == name] for name in (*_TYPES, _STORY)}
    for story in stories:
        lang = story.locale.language_code
        commitments = _naming(by_type["commitment"], story.translation_key, lang, key_of)
        announcements = _naming(by_type["announcement"], story.translation_key, lang, key_of)
        commitments.sort(key=lambda row: (row["order"] or 0, row["pk"]))
        announcements.sort(key=lambda row: (row["dateline_date"] or "", row["pk"]), reverse=True)
        story.near = {
            "commitments": [row["pk"] for row in commitments],
            "announcements": [row["pk"] for row in announcements[:MOST_ANNOUNCEMENTS]],
            "related": _related(story, [row for row in by_type[_STORY] if row["lang"] == lang]),
        }


def _rows(languages: set[str]) -> list[dict[str, Any]]:
    """Every visible story, commitment and announcement in these languages, as far as it matters here. Stories come in
    the reader's language alone; the ids that others name may be those of the source."""
    models = {**_TYPES, _STORY: "stories.CampaignStoryPage"}
    kinds = {ContentType.objects.get_by_natural_key(*path.lower().split(".")).pk: name for name, path in models.items()}
    said = {f"said_{name}": KeyTransform(name, "live_revision__content") for name in _READS}
    rows = (
        Page.objects.filter(visible_q(), content_type__in=kinds, locale__language_code__in=languages)
        .annotate(**said)
        .values_list("pk", "translation_key", "locale__language_code", "content_type_id", *said)
    )
    return [
        {"pk": pk, "translation_key": key, "lang": lang, "type": kinds[kind], **dict(zip(_READS, values, strict=True))}
        for pk, key, lang, kind, *values in rows
    ]


def _naming(rows: list[dict[str, Any]], key: UUID, lang: str, key_of: dict[int, UUID]) -> list[dict[str, Any]]:
    """The rows that name the story with this key: each page once, as its version in the reader's language says, or
    the source's where there is none."""
    heard: dict[UUID, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["lang"] == lang):
        if row["lang"] in (lang, SOURCE):
            heard[row["translation_key"]] = row
    return [row for row in heard.values() if key in {key_of.get(pk) for pk in _chosen(row["campaigns"])}]


def _chosen(stream: Any) -> Iterator[int]:
    """The ids in a revision's `chosen_pages_field`."""
    for block in json.loads(stream) if isinstance(stream, str) else stream or []:
        yield block["value"]


def _related(story: Any, others: list[dict[str, Any]]) -> list[int]:
    """The nearest stories: the same place counts most, then the region, then each issue; then the newest page."""
    found, places = [], set(split_places(story.place))
    for other in others:
        same_place = not places.isdisjoint(split_places(other["place"]))
        same_region = bool(story.region) and other["region"] == story.region
        score = 4 * same_place + 2 * same_region + len({*story.issues} & {*(other["issues"] or [])})
        if score and other["translation_key"] != story.translation_key:
            found.append((-score, -other["pk"]))
    return [-pk for _, pk in sorted(found)[:MOST_RELATED]]
