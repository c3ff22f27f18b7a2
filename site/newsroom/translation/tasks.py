"""Background work of the translation room. Each task is enqueued in the transaction it belongs to, so none is lost,
and may run twice without harm."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django_tasks import task
from wagtail.models import Locale, Page

from newsroom.translation.following import follow_below, follow_sections
from newsroom.translation.languages import SOURCE
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.sources import read_source


@task()
def follow_published(page_id: int) -> bool:
    """After a source page was published: show translators its new strings, and give every language the sections it
    lacks. Gives whether there was something to read."""
    page = Page.objects.select_related("locale").filter(pk=page_id).first()
    if page is None:
        return False
    try:
        with transaction.atomic():
            read_source(page)
    except TranslationRefused:
        return False  # Taken down, or changed again, since.
    if getattr(page.specific_class, "is_section", False):
        for locale in Locale.objects.exclude(language_code=SOURCE):
            follow_sections(locale)
    return True


@task()
def follow_subtree(page_id: int, codes: list[str], person_id: int | None) -> int:
    """Let languages follow every public page below a page. Gives the number of pages that were followed."""
    page = Page.objects.get(pk=page_id)
    person = get_user_model().objects.filter(pk=person_id).first() if person_id else None
    with transaction.atomic():
        locales = Locale.objects.filter(language_code__in=codes)
        return sum(follow_below(page, locale, person) for locale in locales)
