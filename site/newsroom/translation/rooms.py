"""The room of a language: its groups, its workflow and its section tree come and go with the locale."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation

from newsroom.translation.following import follow_sections
from newsroom.translation.languages import LANGUAGES, SOURCE, get_language, is_known
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.seats import seat


def require_known(code: str) -> None:
    """Raise TranslationRefused for a language that is not in the table."""
    if not is_known(code):
        known = ", ".join(language.code for language in LANGUAGES)
        raise TranslationRefused(
            _("“%(code)s” is not in the language table: add it there first, or choose one of %(known)s.")
            % {"code": code, "known": known}
        )


@transaction.atomic
def open_room(locale: Locale) -> None:
    """Give a language what it needs: groups, workflow, permissions, section drafts. Running it again changes nothing;
    what the source does not have yet follows when it is published (see `receivers.py`)."""
    require_known(locale.language_code)
    if locale.language_code == SOURCE:
        return
    follow_sections(locale)
    seat(locale)


def why_keep(locale: Locale) -> str:
    """One sentence when a language cannot be retired, saying what to do; empty when nothing would be lost."""
    name = get_language(locale.language_code).name if is_known(locale.language_code) else locale.language_code
    pages = Page.objects.filter(locale=locale, depth__gt=1)
    if locale.language_code == SOURCE:
        return _("%(language)s is the language that everything is translated from: it stays.") % {"language": name}
    shown = _shown(pages)
    if shown:
        one = _(
            "“%(title)s” is or was public in %(language)s and stays on record: take it down if readers must no longer "
            "see it, and keep the language."
        )
        several = _(
            "“%(title)s” and %(more)d more are or were public in %(language)s and stay on record: take them down if "
            "readers must no longer see them, and keep the language."
        )
        return (several if len(shown) > 1 else one) % {
            "title": shown[0].title,
            "more": len(shown) - 1,
            "language": name,
        }
    touched = [page for page in pages if _is_touched(page)]
    if touched:
        one = _(
            "Somebody has worked on “%(title)s” in %(language)s: delete that draft first, then remove the language."
        )
        several = _(
            "Somebody has worked on “%(title)s” and %(more)d more in %(language)s: delete those drafts first, then "
            "remove the language."
        )
        return (several if len(touched) > 1 else one) % {
            "title": touched[0].draft_title or touched[0].title,
            "more": len(touched) - 1,
            "language": name,
        }
    return ""


@transaction.atomic
def retire(locale: Locale) -> None:
    """Remove a language with its groups, workflow and untouched drafts. Raises TranslationRefused when a page in it
    is or was public, or when somebody has worked on one."""
    refusal = why_keep(locale)
    if refusal:
        raise TranslationRefused(refusal)
    for page in Page.objects.filter(locale=locale, depth__gt=1).order_by("depth"):
        still_there = Page.objects.filter(pk=page.pk).first()  # Gone with its parent, most often.
        if still_there is not None:
            still_there.specific.delete()
    locale.delete()


def _shown(pages: Any) -> list[Page]:
    approved = set(
        apps.get_model("review", "Approval").objects.filter(page__in=pages).values_list("page_id", flat=True)
    )
    return [page for page in pages if page.live or page.first_published_at or page.pk in approved]


def _is_touched(page: Page) -> bool:
    """A section draft is untouched while it holds no translated string and was never handed in for review."""
    key, locale = page.translation_key, page.locale_id
    return (
        not getattr(page.specific_class, "is_section", False)
        or StringTranslation.objects.filter(context__object_id=key, locale_id=locale).exists()
        or SegmentOverride.objects.filter(context__object_id=key, locale_id=locale).exists()
        or page.revisions.filter(user__isnull=False).exists()
    )
