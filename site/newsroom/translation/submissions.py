"""Handing a translation in for review: the strings become one revision, and the language's workflow starts on it.

The live row is never touched. Wagtail's own preview, compare, approve and reject then serve the revision as they
serve any other.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from newsroom.translation.building import checked_page, last_translator
from newsroom.translation.languages import SOURCE
from newsroom.translation.models import Submission
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.sources import read_source, revision_read, source_page, why_no_source


def why_locked(page: Any) -> str:
    """One sentence when a page's translation must not change now; empty when it may."""
    if page.workflow_in_progress:
        return _("This translation is in review. It can be changed again after the reviewer's decision.")
    if page.locked:
        return _("This page is locked. Ask whoever locked it to unlock it.")
    return ""


def why_not_hand_in(page: Any) -> str:
    """One sentence when a page's translation cannot be handed in now; empty when it can, as far as the page goes.

    What is taken down may be translated meanwhile: it comes back by a review, once that is lifted."""
    if apps.get_model("consent", "TakeDown").objects.in_force().of(page).exists():
        return _(
            "This page is taken down. It can be submitted for review as soon as a Duty editor lifts the take-down."
        )
    return why_locked(page)


def untranslated(translation: Translation) -> int:
    """How many strings have no translation yet, or one that cannot be used."""
    total, done = translation.get_progress()
    return total - done


@transaction.atomic
def submit(translation_id: int, person: Any) -> Revision:
    """Hand a translation in for review and give the revision that will be reviewed.

    Raises TranslationRefused when it is locked, incomplete, cannot be built, or has no source or workflow."""
    translation = lock(translation_id)
    page = translation.get_target_instance()
    if not page.permissions_for_user(person).can_edit():
        raise TranslationRefused(_("You may not change this translation."))
    refusal = why_not_hand_in(page) or _why_no_source_of(page)
    if refusal:
        raise TranslationRefused(refusal)
    translation.source = read_source(source_page(page))
    missing = untranslated(translation)
    if missing:
        raise TranslationRefused(
            ngettext(
                "%(number)d text is not translated yet: translate it, then submit the page again.",
                "%(number)d texts are not translated yet: translate them, then submit the page again.",
                missing,
            )
            % {"number": missing}
        )
    if page.get_workflow() is None:
        raise TranslationRefused(_("This language has no review workflow: ask an administrator to set it up."))
    revision = save(translation, person)
    try:
        _start(type(page).objects.get(pk=page.pk), person)
    except PermissionDenied as unready:  # What the law wants of a version before anybody reads it.
        raise TranslationRefused(str(unready)) from unready
    return revision


def lock(translation_id: int) -> Translation:
    """The translation, held until the end of the transaction: no string changes while it is being handed in."""
    held = Translation.objects.select_for_update(of=("self",)).select_related("source", "target_locale")
    return held.get(pk=translation_id)


def save(translation: Translation, person: Any) -> Revision:
    """Save the translated page as a revision, written by whoever translated last."""
    page = checked_page(translation)
    revision = page.save_revision(user=last_translator(translation) or person, log_action=True, clean=False)
    _remember(revision, revision_read(translation.source), machine_made(translation))
    return revision


def record(task_state: TaskState) -> None:
    """Remember, for a page of another language that was handed in some other way, which source it follows: the one
    its strings were read from, or (translated by hand) the one that is public now."""
    page = task_state.workflow_state.content_object
    if not hasattr(page, "translation_key") or page.locale.language_code == SOURCE:
        return
    source = source_page(page)
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    read = revision_read(translation.source) if translation else None
    if not Submission.objects.filter(revision_id=task_state.revision_id).exists():
        by_machine = machine_made(translation) if translation else []
        _remember(task_state.revision, read or (source.live_revision_id if source else None), by_machine)


def machine_made(translation: Translation) -> list[str]:
    """The paths of the texts that stand as a machine translated them: whoever saves a text in the editor makes it
    theirs."""
    made = StringTranslation.objects.filter(
        pk__in=translation.source.stringsegment_set.get_translations(translation.target_locale),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    return sorted(set(made.values_list("context__path", flat=True)))


def _remember(revision: Revision, source_revision_id: int | None, by_machine: list[str]) -> None:
    said = {"source_revision_id": source_revision_id, "machine_made": by_machine}
    Submission.objects.update_or_create(revision=revision, defaults=said)


def _why_no_source_of(page: Any) -> str:
    source = source_page(page)
    if source is None:
        return _("The page that this one translates was deleted: ask an Administrator to stop the translation.")
    return why_no_source(source)


def _start(page: Any, person: Any) -> None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # Whoever hands it in again is the one who must not approve it.
        state.requested_by = person
        state.save()
        state.resume(user=person)
    else:
        page.get_workflow().start(page, person)
