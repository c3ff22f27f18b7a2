"""What stands near a campaign story without being named in it: the commitments and the announcements that name the
story, and other stories of the same place or issue. Read from approved revisions, in one query for any number of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from newsroom.authoring.compiled import Compiled
from newsroom.authoring.filters import said
from newsroom.authoring.visible import visible_q
from newsroom.translation.languages import SOURCE
from stories.places import split_places

NEAR = ("commitments", "announcements", "related")
MOST_RELATED, MOST_ANNOUNCEMENTS = 3, 6
_TYPES = {"commitment": "commitments.CommitmentPage", "announcement": "stories.AnnouncementPage"}
_READS = ("campaigns", "order", "dateline_date", "place", "region", "issues")
_STORY = "campaign_story"
# Of all stories that share something, so many of the newest are weighed for each thing shared; and of so many of the
# heaviest the approved words are read.
MOST_LOOKED_AT, MOST_READ = 50, 20
_NEAR_ROWS = """
    wagtailcore_page.id = ANY(ARRAY(WITH named AS (SELECT id FROM wagtailcore_page WHERE translation_key = ANY(%s)),
      story AS (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS s(id int, locale int, kind text, value text)),
      newest AS MATERIALIZED (
        SELECT shared.locale, shared.kind, shared.value, held.page_id
        FROM (SELECT DISTINCT locale, kind, value FROM story) shared, LATERAL (
          SELECT t.page_id FROM stories_sharedtrait t JOIN wagtailcore_page p ON p.id = t.page_id
          WHERE t.locale_id = shared.locale AND t.kind = shared.kind AND t.value = shared.value AND p.live
          ORDER BY t.page_id DESC LIMIT {most}) held),
      weighed AS (
        SELECT newest.page_id AS id, row_number() OVER (PARTITION BY story.id ORDER BY
          4 * bool_or(kind = 'place')::int + 2 * bool_or(kind = 'region')::int + count(*) FILTER (WHERE kind = 'issue')
          DESC, newest.page_id DESC) AS place
        FROM story JOIN newest USING (locale, kind, value) WHERE newest.page_id <> story.id
        GROUP BY story.id, newest.page_id)
    SELECT id FROM named UNION {naming} UNION SELECT id FROM weighed WHERE place <= {read}))
"""


def look_around(stories: Sequence[Any]) -> None:
    """Set `near` of each story: ids by "commitments", "announcements" and "related"."""
    rows = _rows(stories)
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


def _rows(stories: Sequence[Any]) -> list[dict[str, Any]]:
    """The visible stories, commitments and announcements that may be near these, as far as it matters here: stories in
    the reader's language alone, what names a story in the source's too. One query; what it looks at does not grow with
    the site. Page rows say where to look, and approved revisions what is there."""
    models = {**_TYPES, _STORY: "stories.CampaignStoryPage"}
    kinds = {ContentType.objects.get_by_natural_key(*path.lower().split(".")).pk: name for name, path in models.items()}
    rows = _visible_near(
        kinds=list(kinds),
        languages=list({story.locale.language_code for story in stories} | {SOURCE}),
        keys=[story.translation_key for story in stories],
        stories=json.dumps([trait for story in stories for trait in _traits_of(story)]),
    )
    return [
        {"pk": pk, "translation_key": key, "lang": lang, "type": kinds[kind], **dict(zip(_READS, values, strict=True))}
        for pk, key, lang, kind, values in rows
    ]


def _traits_of(story: Any) -> Iterator[dict[str, Any]]:
    """What a story has in common with others, as `SharedTrait` has it."""
    shared = {"place": split_places(story.place), "region": [story.region], "issue": story.issues or []}
    for kind, values in shared.items():
        yield from ({"id": story.pk, "locale": story.locale_id, "kind": kind, "value": value} for value in values)


def _near(kinds: Any, languages: Any, keys: Any, stories: Any) -> Any:
    """The ids of the stories in all languages, of pages whose rows name one of them, and of the newest stories that
    share a place, the region or an issue with one of them; of these, what is visible."""
    naming = " UNION ".join(
        f"SELECT n.page_ptr_id FROM {apps.get_model(path)._meta.db_table} n, named"  # noqa: S608 - our own tables
        " WHERE n.campaigns @> jsonb_build_array(jsonb_build_object('value', named.id))"
        for path in _TYPES.values()
    )
    sql = _NEAR_ROWS.format(naming=naming, most=MOST_LOOKED_AT, read=MOST_READ)
    # As an array, so that PostgreSQL begins with these few pages and not with all of them.
    is_candidate = RawSQL(sql, [keys, stories], output_field=BooleanField())  # noqa: S611 - ours
    return (
        Page.objects.filter(visible_q(), content_type__any_of=kinds, locale__language_code__any_of=languages)
        .filter(is_candidate)
        .values_list("pk", "translation_key", "locale__language_code", "content_type_id", said(_READS))
    )


_visible_near = Compiled(_near, kinds=[-9001], languages=["languages"], keys=["keys"], stories="\0stories")


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
