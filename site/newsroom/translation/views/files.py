"""PO files: bad ones are refused in one sentence, and what cannot be used from good ones is listed, never dropped."""

from __future__ import annotations

import tempfile
from typing import Any

import polib
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation as localize

from newsroom.translation.boundary import refuse
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.roles import may_stop
from newsroom.translation.submissions import lock, why_locked

LARGEST = 5 * 1024 * 1024
LISTED = 20


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take in a PO file that this translation was exported to. Nothing that is public changes."""
    with transaction.atomic():
        translation, page = _held(translation_id)
        if not page.permissions_for_user(request.user).can_edit():
            return refuse(request)
        try:
            _refuse_locked(page)
            catalogue = _read(request.FILES.get("file"))
            _require_same(catalogue, translation)
            uncertain = [entry for entry in catalogue if entry.fuzzy]
            for entry in uncertain:
                entry.msgstr = ""
            unused = translation.import_po(catalogue, user=request.user, tool_name="PO File")
        except TranslationRefused as refusal:
            messages.error(request, str(refusal))
            return _back(request, page)
        _report(request, translation, catalogue, unused, uncertain)
    return _back(request, page)


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Fill the strings that have no translation, as drafts, where a machine translator is set up."""
    if get_machine_translator() is None:
        raise Http404
    with transaction.atomic():
        _translation, page = _held(translation_id)
        refusal = why_locked(page)
        if not refusal:
            return localize.machine_translate(request, translation_id)
    messages.error(request, refusal)
    return _back(request, page)


@require_POST
def stop_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Go on by hand in Wagtail's own editor: an Administrator's word only, and not while a review is waiting for an
    answer. It ends the side-by-side editing for everybody in that language."""
    with transaction.atomic():
        _translation, page = _held(translation_id)
        if not page.permissions_for_user(request.user).can_edit():
            return refuse(request)
        refusal = why_locked(page) or _why_not_stop(request.user)
        if not refusal:
            return localize.stop_translation(request, translation_id)
    messages.error(request, refusal)
    return _back(request, page)


def _why_not_stop(person: Any) -> str:
    if may_stop(person):
        return ""
    return _("Only an Administrator stops the translation of a page: ask one, if it has to be written by hand.")


def _held(translation_id: int) -> tuple[Translation, Any]:
    try:
        translation = lock(translation_id)
        return translation, translation.get_target_instance()
    except ObjectDoesNotExist as error:
        raise Http404 from error


def _refuse_locked(page: Any) -> None:
    refusal = why_locked(page)
    if refusal:
        raise TranslationRefused(refusal)


def _read(upload: Any) -> polib.POFile:
    if upload is None:
        raise TranslationRefused(_("Choose the PO file to upload."))
    if upload.size > LARGEST:
        raise TranslationRefused(_("This file is larger than 5 MB: a PO file of one page is not."))
    # polib takes a name or the contents, and would open a file that the contents name: it gets a name of ours.
    with tempfile.NamedTemporaryFile(suffix=".po") as copy:
        copy.write(upload.read())
        copy.flush()
        try:
            return polib.pofile(copy.name)
        except (OSError, UnicodeError, LookupError, ValueError, AttributeError) as error:
            raise TranslationRefused(_("This is not a PO file: export one here, translate it, upload it.")) from error


def _require_same(catalogue: polib.POFile, translation: Translation) -> None:
    if catalogue.metadata.get("X-WagtailLocalize-TranslationID") != str(translation.uuid):
        raise TranslationRefused(
            _("This PO file belongs to another page or language: export one from here, and translate that.")
        )


def _report(request: HttpRequest, translation: Translation, catalogue: Any, unused: Any, uncertain: Any) -> None:
    messages.success(request, _("The translations in the PO file were saved. Nothing that is public has changed."))
    strings = translation.source.stringsegment_set.get_translations(translation.target_locale)
    wrong = [text.translation_of.data for text in strings.filter(has_error=True).select_related("translation_of")]
    _list(request, _("Not on this page any more, and not used:"), [catalogue[each.index].msgid for each in unused])
    _list(request, _("Marked as uncertain (fuzzy), and not used:"), [entry.msgid for entry in uncertain])
    _list(request, _("Saved, but with markup that is not allowed; mend these here:"), wrong)


def _list(request: HttpRequest, heading: str, texts: list[str]) -> None:
    if not texts:
        return
    shown = " · ".join(f"“{Truncator(text).chars(80)}”" for text in texts[:LISTED])
    more = len(texts) - LISTED
    rest = ngettext(" and %(number)d more", " and %(number)d more", more) % {"number": more} if more > 0 else ""
    messages.warning(request, f"{heading} {shown}{rest}")


def _back(request: HttpRequest, page: Any) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[page.pk]))
