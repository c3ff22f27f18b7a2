"""Each line of Wagtail's log gets its entry in the audit, in the same transaction, whoever writes it."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models.signals import post_save, pre_save
from django_tasks.signals import task_finished, task_started

from newsroom.audit import chain, way
from newsroom.audit.models import AuditEntry


def connect() -> None:
    """Called once, when the models are there."""
    for log, model in chain.LOGS.items():
        pre_save.connect(say_the_way, sender=model, dispatch_uid=f"newsroom.audit.way.{log}")
        post_save.connect(enter, sender=model, dispatch_uid=f"newsroom.audit.{log}")
    task_started.connect(begin_task, dispatch_uid="newsroom.audit.task")
    task_finished.connect(end_task, dispatch_uid="newsroom.audit.task")


def say_the_way(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """The line itself says from which way in it came."""
    if not raw and instance._state.adding:
        instance.data = {**(instance.data or {}), "way": way.current()}


def enter(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Write the entry of a new line, and have it sealed as soon as it is committed."""
    if raw or not created:
        return
    entry = entry_of(instance)
    entry.mark = chain.mark_of(entry)
    entry.save(force_insert=True)
    if not any(waiting[1] is chain.seal for waiting in connection.run_on_commit):
        transaction.on_commit(chain.seal, robust=True)


def entry_of(line: Any) -> AuditEntry:
    """What the audit remembers of a line of the log."""
    log = next(name for name, model in chain.LOGS.items() if isinstance(line, model))
    return AuditEntry(
        log=log,
        log_id=line.pk,
        at=line.timestamp,
        action=line.action,
        person_id=line.user_id,
        object_type=type_of(line),
        object_id=str(line.object_id),
        revision_id=line.revision_id,
        language=_language(line),
        way=(line.data or {}).get("way", ""),
        note=chain.note_of(line),
    )


def type_of(line: Any) -> str:
    """What a line of the log is about: "stories.partnerpage"."""
    kind = ContentType.objects.get_for_id(line.content_type_id) if line.content_type_id else None
    return f"{kind.app_label}.{kind.model}" if kind else ""


def _language(line: Any) -> str:
    # The page that is being logged has its locale, most often.
    page = getattr(line, "page", None)
    return page.locale.language_code if page is not None and page.locale_id else ""


_tasks: list[Any] = []


def begin_task(task_result: Any, **kwargs: Any) -> None:
    """The worker begins a task: what it logs is that task's. (A worker does one at a time.)"""
    context = way.coming_by(way.of_a_task(task_result.task.module_path))
    context.__enter__()
    _tasks.append(context)


def end_task(**kwargs: Any) -> None:
    """It has ended, well or not."""
    if _tasks:
        _tasks.pop().__exit__(None, None, None)
