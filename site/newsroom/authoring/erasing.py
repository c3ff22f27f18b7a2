"""What this room and the translation editor keep of a page, and how it is forgotten (`newsroom.consent.removal`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, ReferenceIndex, Revision
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from newsroom.authoring.references import References, references_in
from newsroom.authoring.second_uploads import with_second_uploads
from newsroom.consent.removal.erasing import Eraser, Gone, register


def connect() -> None:
    """Called once, when all models are there."""
    register(Eraser(gettext_noop("texts of translations"), forget_translations))
    register(Eraser(gettext_noop("pictures and files"), forget_files, note=_named_by, only_when_erased=True))


def forget_translations(gone: Sequence[Gone], noted: Any) -> int:
    """wagtail-localize leaves the source's words and every translation of them behind. With the last language all of it
    goes; before, what belongs to the languages that went. (What a source said is what its translations were made from:
    it stays until the last of them goes.)"""
    count = 0
    for key in {each.translation_key for each in gone}:
        if Page.objects.filter(translation_key=key).exists():
            count += _forget_languages(key, {each.locale_id for each in gone if each.translation_key == key})
        else:
            count += _forget_object(key)
    return count


def _forget_languages(key: Any, locales: set[int]) -> int:
    count = StringTranslation.objects.filter(context__object_id=key, locale_id__in=locales).delete()[0]
    count += SegmentOverride.objects.filter(context__object_id=key, locale_id__in=locales).delete()[0]
    return count + Translation.objects.filter(source__object_id=key, target_locale_id__in=locales).delete()[0]


def _forget_object(key: Any) -> int:
    sources = TranslationSource.objects.filter(object_id=key)
    strings = set(StringSegment.objects.filter(source__in=sources).values_list("string_id", flat=True))
    contexts = TranslationContext.objects.filter(object_id=key)
    translations = StringTranslation.objects.filter(context__in=contexts)
    strings |= set(translations.values_list("translation_of_id", flat=True))
    templates = set(TemplateSegment.objects.filter(source__in=sources).values_list("template_id", flat=True))
    count = translations.delete()[0]
    count += SegmentOverride.objects.filter(context__in=contexts).delete()[0]
    count += sources.delete()[0]
    count += contexts.delete()[0]
    count += TranslatableObject.objects.filter(translation_key=key).delete()[0]
    # Texts are shared by all pages that say the same.
    used = StringSegment.objects.filter(string_id=OuterRef("pk"))
    kept = StringTranslation.objects.filter(translation_of_id=OuterRef("pk"), context__isnull=False)
    count += String.objects.filter(pk__in=strings).exclude(Exists(used)).exclude(Exists(kept)).delete()[0]
    used = TemplateSegment.objects.filter(template_id=OuterRef("pk"))
    return count + Template.objects.filter(pk__in=templates).exclude(Exists(used)).delete()[0]


def _named_by(pages: Sequence[Any]) -> References:
    """What any version of these pages refers to."""
    found = References()
    for revision in Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages]).iterator():
        found |= references_in(revision)
    return found


def forget_files(gone: Sequence[Gone], noted: References) -> int:
    """Pictures and documents that no version of any other page refers to, with their files, renditions and names; and
    other uploads of the same, where no page needs any of them."""
    count = 0
    for model, pks in ((get_image_model(), noted.images), (get_document_model(), noted.documents)):
        every = model.objects.in_bulk(with_second_uploads(model, pks))
        kept = {pk for pk, each in every.items() if _is_named_elsewhere(each)}
        same_as_kept = with_second_uploads(model, kept) - pks
        for pk, each in every.items():
            if pk in kept | same_as_kept:
                continue
            files = [each.file, *(rendition.file for rendition in _renditions(each))]
            lines = ModelLogEntry.objects.filter(object_id=str(each.pk), content_type__model=model._meta.model_name)
            each.tags.clear()
            each.delete()
            lines.update(label=f"{model._meta.verbose_name} {each.pk}".capitalize())
            for file in files:
                transaction.on_commit(partial(file.storage.delete, file.name), robust=True)
            count += 1
    return count


def _renditions(each: Any) -> Any:
    return each.renditions.all() if hasattr(each, "renditions") else []


def _is_named_elsewhere(each: Any) -> bool:
    """By whatever version of whatever page is left; or by anything else that Wagtail knows of."""
    holding = Revision.objects.annotate(text=Cast("content", TextField())).filter(text__regex=rf"\m{int(each.pk)}\M")
    is_image = isinstance(each, get_image_model())
    for revision in holding.filter(Q(base_content_type__model="page")).iterator(chunk_size=50):
        found = references_in(revision)
        if each.pk in (found.images if is_image else found.documents):
            return True
    # What the index says of pages comes late; their versions were just asked.
    others = ReferenceIndex.get_references_to(each).exclude(base_content_type__model="page")
    return others.exists()
