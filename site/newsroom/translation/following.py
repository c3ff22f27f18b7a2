"""Letting a language follow a page: a draft in that language's tree that can be translated, and nothing else.

Whatever is made here is a draft. Pages above it that the language does not have yet are made first, as drafts that
can be translated as well; wagtail-localize would make them aliases, which show the source's words.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, get_page_models
from wagtail_localize.models import Translation

from newsroom.translation.languages import SOURCE
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.seats import seat
from newsroom.translation.sources import is_public, read_source


@transaction.atomic
def follow(page: Any, locale: Locale, person: Any = None) -> Translation:
    """Make sure a language has a draft of a source page, and of the pages above it, and give its translation.

    Raises TranslationRefused when the page, or one above it, is not public."""
    parent = page.get_parent()
    if not parent.is_root() and not _translated(parent, locale):
        follow(parent, locale, person)
    source = read_source(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=locale)
    if not _translated(page, locale):
        source.create_or_update_translation(locale, user=person, publish=False, fallback=True)
        # Its owner is told on their start page what becomes of it; the source's owner has no business with it.
        Page.objects.filter(translation_key=page.translation_key, locale=locale).update(owner=person)
        if page.depth == 2:
            _name_home(translation)
            seat(locale)  # Once: whatever is below goes by the home page's permissions and workflow.
    return translation


def follow_below(page: Any, locale: Locale, person: Any = None) -> int:
    """Follow every public page below a page; gives their number. What is not public is left out."""
    count = 0
    for child in page.get_children().select_related("locale"):
        if is_public(child):
            follow(child, locale, person)
            count += 1 + follow_below(child, locale, person)
    return count


def sections() -> list[Page]:
    """The public pages of the source language that every language needs from its first day, from the top."""
    models = [model for model in get_page_models() if getattr(model, "is_section", False)]
    pages = Page.objects.type(*models).filter(locale__language_code=SOURCE).select_related("locale").order_by("path")
    return [page for page in pages if is_public(page)]


def follow_sections(locale: Locale) -> None:
    """Give a language its section tree, as far as the source has one that is public. Again and again is fine."""
    for page in sections():
        if not _translated(page, locale):
            try:
                with transaction.atomic():
                    follow(page, locale)
            except TranslationRefused:
                continue  # A section below a page that is not public: it follows when that one is.


def _translated(page: Any, locale: Locale) -> bool:
    same = Page.objects.filter(translation_key=page.translation_key, locale=locale)
    return same.filter(alias_of__isnull=True).exists()


def _name_home(translation: Translation) -> None:
    """All home pages are siblings: each is told apart by its language, not by a number."""
    page = translation.get_target_instance()
    source = translation.source.get_source_instance()
    if page.slug != f"{source.slug}-{page.locale.language_code}":
        page.slug = f"{source.slug}-{page.locale.language_code}"
        page.save()
        page.save_revision()
