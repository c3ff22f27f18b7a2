"""The text that is translated: always what the public reads in the source language, never a draft of it.

wagtail-localize reads the page row. A row can be ahead of what was approved (an import, a script), so the text is
taken from the approved live revision instead, and which one it was is remembered (`SourceReading`).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from newsroom.translation.languages import SOURCE, get_language
from newsroom.translation.models import SourceReading
from newsroom.translation.refusals import TranslationRefused


def is_public(page: Any) -> bool:
    """Whether readers can see this page's live revision: it is live, that very revision was approved, and the page
    has neither expired nor been made private."""
    if not page.live or page.live_revision_id is None or page.alias_of_id is not None:
        return False
    if page.expire_at is not None and page.expire_at <= timezone.now():
        return False
    approvals = apps.get_model("review", "Approval").objects
    approved = approvals.filter(page_id=page.pk, revision_id=page.live_revision_id).exists()
    return approved and not page.get_view_restrictions().exists()


def why_no_source(page: Any) -> str:
    """One sentence when a page cannot be translated from; empty when it can."""
    if page.locale.language_code != SOURCE:
        name = get_language(SOURCE).name
        return _("Translations are made from the %(language)s page: open that one.") % {"language": name}
    if not is_public(page):
        return _("“%(title)s” is not public yet: it can be translated as soon as it was approved.") % {
            "title": page.get_admin_display_title()
        }
    return ""


@transaction.atomic
def read_source(page: Any) -> TranslationSource:
    """Bring the strings to translate up to the page's approved live revision, and give their source.

    Translations of strings that did not change stay. Raises TranslationRefused for a page that is not public."""
    # Locked: two readers at once would leave every new segment twice.
    row = Page.objects.select_for_update(of=("self",)).select_related("locale").get(pk=page.pk)
    refusal = why_no_source(row)
    if refusal:
        raise TranslationRefused(refusal)
    source = TranslationSource.objects.get_for_instance_or_none(row)
    if source is not None and revision_read(source) == row.live_revision_id:
        return source
    source, _made = TranslationSource.update_or_create_from_instance(_without_gaps(row.live_revision.as_object()))
    SourceReading.objects.update_or_create(source=source, defaults={"revision_id": row.live_revision_id})
    return source


def revision_read(source: TranslationSource) -> int | None:
    """The id of the revision that the source's strings were read from."""
    return SourceReading.objects.filter(source=source).values_list("revision_id", flat=True).first()


def source_page(page: Any) -> Page | None:
    """The page in the source language that this page translates; None for a page of the source language."""
    if page.locale.language_code == SOURCE:
        return None
    same = Page.objects.filter(translation_key=page.translation_key, locale__language_code=SOURCE)
    return same.select_related("locale").first()


def _without_gaps(page: Any) -> Any:
    """The page with "" for every text that its blocks lack: one that an import left out, or that the block's type got
    only after the page was written. wagtail-localize stops with an error at a text that is None."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for child in getattr(page, field.name):
                child.value = _filled(child.block, child.value)
    return page


def _filled(block: Any, value: Any) -> Any:
    if value is None:
        return "" if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.URLBlock) else None
    if isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            value[name] = _filled(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            item.value = _filled(item.block, item.value)
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in value:
            item.value = _filled(item.block, item.value)
    return value
