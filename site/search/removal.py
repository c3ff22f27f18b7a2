"""What search keeps of a page, and how it goes with a take-down.

Nobody finds a taken-down page by its words, in the admin neither: a search that finds it by a word of its body would
tell that the word is there.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from modelsearch.backends.database.postgres.postgres import IndexEntry
from wagtail.models import Page
from wagtail.search import index

from newsroom.consent.models import TakeDown
from newsroom.consent.removal.receipt import NotYet, Said, Step, pages_of, register
from newsroom.consent.take_down import page_taken_down, take_down_lifted
from newsroom.web.asking import ask
from search.models import PublicWords


@receiver(page_taken_down)
def leave_the_index(pages: list[Any], **kwargs: Any) -> None:
    """At once, not when the index is next written. `NewsroomPage.get_indexed_objects` keeps it out from then on."""
    for page in pages:
        index.remove_object(page)


@receiver(take_down_lifted)
def come_back(pages: list[Any], **kwargs: Any) -> None:
    """A draft again, which those who edit it may look for."""
    for page in pages:
        index.insert_or_update_object(page)


def _is_unfindable(record: TakeDown, noted: dict[str, Any]) -> Said:
    pages = pages_of(record)
    ids = [page.pk for page in pages]
    leave_the_index([page.specific for page in pages])
    if index_entries(ids).exists() or PublicWords.objects.filter(page_id__in=ids).exists():
        raise NotYet(_("Its words are still in the index."))
    for page in pages:
        query = urlencode({"q": page.title, "locale": page.locale.language_code})
        if f'"id":{page.pk},' in ask(f"/api/v1/search/?{query}").body.replace(" ", ""):
            raise NotYet(_("A search still finds it."))
    return Said(
        _("Out of the index in %(number)d languages; a search for its title does not find it."), {"number": len(pages)}
    )


def index_entries(ids: list[int]) -> Any:
    """What the database's index holds of these pages, whatever their type."""
    kinds = [
        kind.pk for kind in ContentType.objects.all() if kind.model_class() and issubclass(kind.model_class(), Page)
    ]
    return IndexEntry.objects.filter(content_type_id__in=kinds, object_id__in=[str(pk) for pk in ids])


register(Step("search", gettext_lazy("Search and suggestions do not find it"), _is_unfindable, 50))
