"""Nobody approves a video that somebody cannot follow: it has captions and a transcript in the page's own language,
or somebody said that nobody speaks in it. Asked whenever a page is handed in, and whenever an approval is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from newsroom.authoring.blocks.media import VideoBlock
from newsroom.authoring.references import find_blocks, page_of
from newsroom.authoring.visible import public_documents
from newsroom.review import law
from newsroom.review.models import Approval
from newsroom.translation.languages import get_language
from newsroom.translation.sources import source_page


def require_words(revision: Revision) -> None:
    """Raise LawError, in one sentence that names each video and what it lacks, unless everybody can follow them."""
    lacking = list(_lacking(revision))
    if lacking:
        raise law.LawError(
            _(
                "A video is approved with captions and a transcript in the language of its page, or with your word "
                "that nobody speaks in it: %(videos)s."
            )
            % {"videos": "; ".join(lacking)}
        )


def _lacking(revision: Revision) -> Iterator[str]:
    videos = [raw for raw in _videos(revision) if not raw.get("no_speech")]
    if not videos:
        return
    page = Page.objects.select_related("locale").get(pk=revision.object_id)
    language = get_language(page.locale.language_code)
    captions = public_documents().in_bulk({raw["captions"] for raw in videos if raw.get("captions")})
    untranslated = _transcripts_of_source(page)
    for raw in videos:
        file, transcript = captions.get(raw.get("captions")), plain(raw.get("transcript"))
        has_captions = file is not None and file.language == language.code and file.file_extension == "vtt"
        lack = _lack(has_captions, bool(transcript) and transcript not in untranslated)
        if lack:
            yield lack % {"title": raw.get("title") or "", "language": language.name}


def _lack(has_captions: bool, has_transcript: bool) -> str:
    if not has_captions and not has_transcript:
        return _("“%(title)s” has neither captions (a .vtt file that says so) nor a transcript in %(language)s")
    if not has_captions:
        return _("“%(title)s” has no captions in %(language)s (a .vtt file that says so)")
    return "" if has_transcript else _("“%(title)s” has no transcript in %(language)s")


def _transcripts_of_source(page: Page) -> set[str]:
    """What the source of a translation ever said as a transcript: saying it again is no translation."""
    source = source_page(page)
    if source is None:
        return set()
    approved = Revision.page_revisions.filter(approvals__page_id=source.pk).distinct()
    return {plain(raw.get("transcript")) for revision in approved.iterator(chunk_size=50) for raw in _videos(revision)}


def _videos(revision: Revision) -> Iterator[dict[str, Any]]:
    return find_blocks(page_of(revision), VideoBlock)


def plain(html: str | None) -> str:
    """The words of rich text, with single spaces."""
    return " ".join(strip_tags((html or "").replace("<", " <")).replace("\xa0", " ").replace("&nbsp;", " ").split())


def require_words_to_approve(instance: Approval, raw: bool = False, **kwargs: Any) -> None:
    """Before an approval is recorded, whoever gives it, in an emergency too."""
    if not raw:
        require_words(instance.revision)


def require_words_to_hand_in(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a review begins, or goes on after changes were asked for. (Edits during a review save freely.)"""
    if raw or instance.status != instance.STATUS_IN_PROGRESS or not _is_of_a_page(instance):
        return
    before = type(instance).objects.filter(pk=instance.pk).values_list("status", flat=True).first()
    if before == instance.STATUS_IN_PROGRESS:
        return
    revision = Revision.objects.filter(pk__in=Page.objects.filter(pk=instance.object_id).values("latest_revision"))
    for latest in revision:
        require_words(latest)


def _is_of_a_page(state: Any) -> bool:
    model = state.base_content_type.model_class()
    return model is not None and issubclass(model, Page)
