"""What changed for readers, written to the outbox in the transaction that changed it.

Nothing here believes what an event claims to have done. What readers get of a page now (`visible.py`) is compared with
what receivers were last told, and the difference is the message. So a save that changed nothing says nothing, and what
went by a road that tells nobody (raw SQL, a restriction, an hour that passed) is found by `catch_up`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Page

from newsroom.authoring.page import NewsroomPage
from newsroom.authoring.visible import visible_pages
from newsroom.consent.models import TakeDown
from newsroom.translation.freshness import outdated_ids, outdated_pages
from newsroom.web.webhooks.kinds import Kind
from newsroom.web.webhooks.models import AnnouncedPage, WebhookEndpoint, WebhookEvent
from newsroom.web.webhooks.outbox import write

_LOCKS, _BUCKETS = 7_483_020, 1024
_FIELDS = ("pk", "content_type_id", "locale__language_code", "translation_key", "live_revision_id", "url_path")
_AT_ONCE = 500


def listening() -> bool:
    """Whether anybody is told anything."""
    return WebhookEndpoint.objects.active().exists()


@transaction.atomic
def announce(ids: Iterable[int]) -> int:
    """Write what changed for readers of these pages, within the caller's transaction: the number of messages."""
    wanted = sorted(set(ids))
    if not wanted or not listening():
        return 0
    count = 0
    for start in range(0, len(wanted), _AT_ONCE):
        count += _announce(wanted[start : start + _AT_ONCE])
    return count


def _announce(ids: list[int]) -> int:
    _hold(ids)
    now = {each.page_id: each for each in _public_now(ids)}
    before = AnnouncedPage.objects.in_bulk(ids)
    gone = [pk for pk in before if pk not in now]
    changed = [pk for pk, page in now.items() if pk not in before or _state(before[pk]) != _state(page)]
    if not gone and not changed:
        return 0
    down = _taken_down(before[pk] for pk in gone)
    events = []
    for pk in sorted([*gone, *changed]):
        if pk in now:
            events += [_event(kind, now[pk]) for kind in _kinds(before.get(pk), now[pk])]
        else:
            kind = Kind.TAKEN_DOWN if before[pk].translation_key in down else Kind.UNPUBLISHED
            events.append(_event(kind, before[pk]))
    AnnouncedPage.objects.filter(pk__in=gone).delete()
    AnnouncedPage.objects.bulk_create(
        [now[pk] for pk in changed],
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["page_type", "lang", "translation_key", "revision_id", "url_path", "is_outdated"],
    )
    write(events)
    return len(events)


def _hold(ids: list[int]) -> None:
    """One transaction at a time compares a page, and the next one sees what it left: so messages about a page are
    numbered in the order in which things happened. Buckets, because a moved section may hold thousands of pages."""
    buckets = sorted({pk % _BUCKETS for pk in ids})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, bucket) FROM unnest(%s::int[]) AS bucket", [_LOCKS, buckets])


def _public_now(ids: list[int] | None = None) -> Iterator[AnnouncedPage]:
    pages = visible_pages() if ids is None else visible_pages().filter(pk__in=ids)
    rows = list(pages.values_list(*_FIELDS))
    outdated = outdated_ids([AnnouncedPage(page_id=row[0]) for row in rows])
    for pk, kind, lang, key, revision_id, url_path in rows:
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None and issubclass(model, NewsroomPage):
            yield AnnouncedPage(pk, model.type_name(), lang, key, revision_id, url_path, pk in outdated)


def _state(page: AnnouncedPage) -> tuple:
    return page.revision_id, page.url_path, page.is_outdated


def _kinds(before: AnnouncedPage | None, now: AnnouncedPage) -> list[Kind]:
    kinds = []
    if before is None:
        kinds.append(Kind.PUBLISHED)
    elif (before.revision_id, before.url_path) != (now.revision_id, now.url_path):
        kinds.append(Kind.UPDATED)
    if now.is_outdated and not (before and before.is_outdated):
        kinds.append(Kind.TRANSLATION_OUTDATED)
    return kinds


def _taken_down(pages: Iterable[AnnouncedPage]) -> set:
    keys = {page.translation_key for page in pages}
    in_force = TakeDown.objects.in_force().filter(translation_key__in=keys)
    return set(in_force.values_list("translation_key", flat=True)) if keys else set()


def _event(kind: Kind, page: AnnouncedPage) -> WebhookEvent:
    return WebhookEvent(
        kind=kind,
        subject=f"page:{page.page_id}",
        page_id=page.page_id,
        page_type=page.page_type,
        lang=page.lang,
        translation_key=page.translation_key,
        revision_id=page.revision_id,
    )


def catch_up() -> int:
    """Announce what changed by a road that told nobody: the number of messages. Two questions, whatever the size."""
    if not listening():
        return 0
    outdated = outdated_pages().values("pk")
    told = AnnouncedPage.objects.filter(
        page_id=OuterRef("pk"), revision_id=OuterRef("live_revision_id"), url_path=OuterRef("url_path")
    )
    public = visible_pages().filter(pk=OuterRef("page_id"))
    missed = AnnouncedPage.objects.exclude(Exists(public)) | AnnouncedPage.objects.filter(
        is_outdated=False, page_id__in=outdated
    )
    unknown = visible_pages().exclude(Exists(told))
    return announce([*missed.values_list("pk", flat=True), *unknown.values_list("pk", flat=True)])


@transaction.atomic
def begin() -> None:
    """Whoever is the first to listen is told what changes from now on, and not what there is already."""
    AnnouncedPage.objects.all().delete()
    AnnouncedPage.objects.bulk_create(_public_now(), batch_size=1000)


def pages_below(page: Page) -> list[int]:
    """The ids of a page and of all below it."""
    return list(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))
