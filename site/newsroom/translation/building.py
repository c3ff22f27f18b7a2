"""From translated strings to a page: in memory, complete, and checked as the editor's form would check it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from newsroom.translation.models import Removal
from newsroom.translation.refusals import TranslationRefused


def translated_page(translation: Translation) -> Any:
    """The page with its translated strings, in memory; strings without a translation are in the source language."""
    source, locale = translation.source, translation.target_locale
    try:
        page = source.get_ephemeral_translated_instance(locale, fallback=True)
    except (ObjectDoesNotExist, ValueError, TypeError) as error:
        raise TranslationRefused(
            _("Something that this translation uses in place of the source's was deleted: choose it again.")
        ) from error
    page.expire_at = source.as_instance().expire_at  # A page ends on one day in every language.
    return page


def checked_page(translation: Translation) -> Any:
    """The page as it would be submitted. Raises TranslationRefused with every problem in one sentence."""
    page = translated_page(translation)
    page.slug = _slug(page)
    try:
        page.full_clean()
        _clean_streams(page)
    except ValidationError as error:
        raise TranslationRefused(
            _("This cannot be submitted yet: %(problem)s") % {"problem": _sentences(error, page)}
        ) from error
    return page


def last_change(translation: Translation) -> StringTranslation | SegmentOverride | Removal | None:
    """The latest change that somebody made to a string or an override of this translation, or its removal."""
    locale = translation.target_locale
    changes: list[Any] = [
        Removal.objects.filter(translation=translation),
        StringTranslation.objects.filter(pk__in=translation.source.stringsegment_set.get_translations(locale)),
        SegmentOverride.objects.filter(pk__in=translation.source.overridablesegment_set.get_overrides(locale)),
    ]
    latest = [queryset.select_related("last_translated_by").order_by("-updated_at").first() for queryset in changes]
    return max((change for change in latest if change is not None), key=lambda change: change.updated_at, default=None)


def last_translator(translation: Translation) -> Any:
    """Who made the latest change; None if nobody is known any more."""
    change = last_change(translation)
    return change.last_translated_by if change is not None else None


def _slug(page: Any) -> str:
    """The source's address, unless a neighbour has it. Home pages are neighbours of each other and keep their own."""
    if page.depth == 2:
        return type(page).objects.values_list("slug", flat=True).get(pk=page.pk)
    return find_available_slug(page.get_parent(), page.slug, ignore_page_id=page.pk)


def _clean_streams(page: Any) -> None:
    """What the editor's form would refuse, a translation must not smuggle in: a model's own check skips blocks."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError as error:
                raise ValidationError({field.name: _deepest(error)}) from error


def _deepest(error: Any) -> list[str]:
    """The sentences inside a block's error, wherever in the stream they are."""
    inner = getattr(error, "block_errors", None)
    children = inner.values() if isinstance(inner, dict) else list(inner or [])
    found = [text for child in children if child is not None for text in _deepest(child)]
    for each in getattr(error, "non_block_errors", None) or []:
        found.append(str(each))
    return found or list(error.messages)


def _sentences(error: ValidationError, page: Any) -> str:
    """Each problem with the name of its field, as one line."""
    names = {field.name: str(field.verbose_name) for field in page._meta.concrete_fields}
    found = getattr(error, "error_dict", {})
    lines = [f"{names.get(name, name)}: {' '.join(error.message_dict[name])}" for name in found]
    return "; ".join(lines) or " ".join(error.messages)
