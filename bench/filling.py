"""The same stories into both sites, by COPY: a workflow for each would take hours at 20,000 a language.

Django has to be set up, for whichever of the two sites.
"""

import datetime
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Model
from wagtail.models import Page, Revision

from bench import prose

_KEYS = uuid.UUID("2b7b9d0e-6f3e-4b07-9d2b-54f7a8f4b1c9")
_PART = 1_000
_BEGAN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
# What a site does besides with each page's id, its revision's and the revision's content: a row of one more table.
Approve = Callable[[int, int, dict[str, Any]], dict[str, Any]]


def fill(parents: dict[str, Page], pages: int, blank: Callable[[], Page], approve: tuple[type[Model], Approve] | None):
    """Put so many public pages below the parent of each locale; `blank` makes one of the right type, unsaved."""
    with transaction.atomic():
        for locale, parent in parents.items():
            _fill_one(locale, parent, pages, blank(), approve)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _fill_one(locale: str, parent: Page, pages: int, page: Page, approve: tuple[type[Model], Approve] | None) -> None:
    kind, first = type(page), _next_id(Page)
    first_revision = _next_id(Revision)
    page.locale, page.depth, page.live, page.has_unpublished_changes = parent.locale, parent.depth + 1, True, False
    row, own, revision, content = {}, {}, {}, {}

    def change(number: int) -> None:
        """Make all the columns those of the story with this number."""
        story = prose.story(locale, number)
        page.pk = page.id = page.page_ptr_id = first + number
        page.path = kind._get_path(parent.path, page.depth, number + 1)
        page.url_path = f"{parent.url_path}{story.slug}/"
        page.slug, page.title, page.draft_title = story.slug, story.title, story.title
        page.search_description = page.summary = story.summary
        page.place, page.start_year = story.place, story.year
        page.translation_key = uuid.uuid5(_KEYS, str(number))
        page.first_published_at = page.last_published_at = _BEGAN + datetime.timedelta(minutes=number)
        page.latest_revision_created_at = page.last_published_at
        body = json.dumps(story.blocks, ensure_ascii=False)
        if not row:
            page.live_revision_id = page.latest_revision_id = None
            content.update(json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder)))
            row.update(_columns(page, Page))
            own.update(_columns(page, kind))
            revision.update(_columns(_revision_of(page, content), Revision))
        content.update(
            pk=page.pk, path=page.path, url_path=page.url_path, slug=page.slug, title=page.title,
            draft_title=page.title, search_description=page.summary, summary=page.summary, place=page.place,
            start_year=page.start_year, translation_key=str(page.translation_key), body=body,
            first_published_at=page.first_published_at.isoformat(), last_published_at=None,
        )  # fmt: skip
        row.update({name: getattr(page, name) for name in _OF_A_ROW})
        row["live_revision_id"] = row["latest_revision_id"] = first_revision + number
        own.update(page_ptr_id=page.pk, summary=page.summary, place=page.place, start_year=page.start_year, body=body)
        revision.update(id=first_revision + number, object_id=str(page.pk), object_str=page.title)
        revision["created_at"] = page.last_published_at
        revision["content"] = json.dumps(content, ensure_ascii=False)

    # By parts, so that `prose` still knows the stories of one when it comes to the next table.
    for start in range(0, pages, _PART):
        part = range(start, min(start + _PART, pages))

        def rows(make: Callable[[], dict[str, Any]], part: range = part) -> Iterator[dict[str, Any]]:
            for number in part:
                change(number)
                yield make()

        _copy(Page, rows(lambda: row))
        _copy(kind, rows(lambda: own))
        _copy(Revision, rows(lambda: revision))
        if approve is not None:
            model, make = approve
            _copy(model, rows(lambda make=make: make(page.pk, revision["id"], content)))
    Page.objects.filter(pk=parent.pk).update(numchild=pages)


_OF_A_ROW = (
    *("id", "path", "depth", "url_path", "slug", "title", "draft_title", "search_description", "translation_key"),
    *("first_published_at", "last_published_at", "latest_revision_created_at"),
)


def _revision_of(page: Page, content: dict[str, Any]) -> Revision:
    return Revision(
        content_type=page.cached_content_type, base_content_type=page.get_base_content_type(), object_id=str(page.pk),
        object_str=page.title, content=content,
    )  # fmt: skip


def _columns(instance: Model, model: type[Model]) -> dict[str, Any]:
    """What Django would write into the table of a model for an instance, less an id that is the database's to give."""
    fields = [field for field in model._meta.local_concrete_fields if not (field.primary_key and instance.pk is None)]
    return {
        field.column: field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in fields
    }  # fmt: skip


def columns(instance: Model) -> dict[str, Any]:
    """The same for a model of one table."""
    return _columns(instance, type(instance))


def _copy(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    table, names, copy = model._meta.db_table, None, None
    with connection.cursor() as cursor:
        iterator = iter(rows)
        first = next(iterator)
        names = list(first)
        quoted = ", ".join(f'"{name}"' for name in names)
        with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
            copy.write_row([first[name] for name in names])
            for row in iterator:
                copy.write_row([row[name] for name in names])
        if any(field.column == "id" for field in model._meta.local_concrete_fields):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608 - ours
            )


def _next_id(model: type[Model]) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1
