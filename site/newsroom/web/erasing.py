"""What this room and the admin keep of a page, and how it is forgotten (`newsroom.consent.removal`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.utils.translation import gettext_noop
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect

from newsroom.authoring.delivery import public_url
from newsroom.consent.removal.erasing import Eraser, Gone, about_to_erase, register
from newsroom.web.models import AnnouncedPage
from newsroom.web.purging import purge_later

# A shorter title stands in too many other texts.
_SHORTEST = 4


def connect() -> None:
    """Called once, when all rooms are there."""
    register(Eraser(gettext_noop("redirects"), forget_redirects))
    register(Eraser(gettext_noop("mails and tasks"), forget_tasks))
    register(Eraser(gettext_noop("purges"), forget_purges, note=_older_addresses_of, only_when_erased=True))
    register(Eraser(gettext_noop("form states"), forget_form_states))
    register(Eraser(gettext_noop("announced addresses"), forget_announced, only_when_erased=True))


@receiver(about_to_erase)
def older_addresses(pages: Sequence[Any], paths: set[str], **kwargs: Any) -> None:
    """Where these pages stood before answers 410 as well."""
    for old_path in Redirect.objects.filter(redirect_page__in=pages).values_list("old_path", flat=True):
        _empty, _lang, below = (*old_path.partition("?")[0].split("/", 2), "", "")[:3]
        if below:
            paths.add(f"{below}/")


def forget_redirects(gone: Sequence[Gone], noted: Any) -> int:
    """Those that lead to these pages went with them; these name their addresses."""
    names = Q(pk__in=[])
    for each in gone:
        address = public_url(each.lang, f"/home/{each.path}").rstrip("/")
        names |= Q(old_path=address) | Q(redirect_link__contains=address)
    return Redirect.objects.filter(names).delete()[0]


def forget_tasks(gone: Sequence[Gone], noted: Any) -> int:
    """A mail lies in the table of tasks with its text; an error with what it was about."""
    about = Q(pk__in=[])
    for each in gone:
        for title in each.titles:
            if len(title) >= _SHORTEST:
                about |= Q(text__contains=_as_in_json(title)) | Q(traceback__contains=title)
    found = DBTaskResult.objects.annotate(text=Cast("args_kwargs", TextField()))
    return found.filter(about).delete()[0]


def _older_addresses_of(pages: Sequence[Any]) -> list[str]:
    return list(Redirect.objects.filter(redirect_page__in=pages).values_list("old_path", flat=True))


def forget_purges(gone: Sequence[Gone], noted: Any) -> int:
    """What a cache in front is asked to forget lies in the table of tasks by its address. A purge may be of another
    page as well, which this one refers to: that goes on without these addresses."""
    addresses = {public_url(each.lang, f"/home/{each.path}").rstrip("/") for each in gone} | set(noted or ())
    count = 0
    for task in DBTaskResult.objects.filter(task_path=purge_later.module_path):
        urls, *others = task.args_kwargs["args"]
        kept = [url for url in urls if not any(each in way for each in addresses for way in _as_written(url))]
        if kept == urls:
            continue
        count += 1
        if task.status == TaskResultStatus.READY:
            task.args_kwargs = {**task.args_kwargs, "args": [kept, *others]}
            task.save(update_fields=["args_kwargs"])
        else:
            task.delete()
    return count


def _as_written(url: str) -> tuple[str, str]:
    """An address may be a part of another one, in its query."""
    return url, unquote(unquote(url))


def _as_in_json(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def forget_form_states(gone: Sequence[Gone], noted: Any) -> int:
    """What somebody typed and had not saved, and who has it open."""
    ids = [str(each.page_id) for each in gone]
    kinds = {ContentType.objects.get_by_natural_key(*each.page_type.split(".")).pk for each in gone}
    base = ContentType.objects.get_by_natural_key("wagtailcore", "page").pk
    count = FormState.objects.filter(object_id__in=ids, content_type_id__in=kinds | {base}).delete()[0]
    return count + EditingSession.objects.filter(object_id__in=ids, content_type_id__in=kinds | {base}).delete()[0]


def forget_announced(gone: Sequence[Gone], noted: Any) -> int:
    """By its address receivers would be told of it; they were."""
    return AnnouncedPage.objects.filter(page_id__in=[each.page_id for each in gone]).delete()[0]
