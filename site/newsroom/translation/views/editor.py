"""The translation editor's own page: handing in, withdrawing, and answering what wagtail-localize would do itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import Translation

from newsroom.translation import submissions
from newsroom.translation.boundary import refuse
from newsroom.translation.building import translated_page
from newsroom.translation.refusals import TranslationRefused


def before_edit(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer a POST to a translated page's edit address; None lets wagtail-localize, or Wagtail, answer.

    Nothing that is sent here writes the live row."""
    if request.method != "POST":
        return None
    if "localize-convert-to-alias" in request.POST:
        return redirect("wagtail_localize:convert_to_alias", page.pk)
    if "localize-restart-translation" in request.POST:
        refusal = submissions.why_locked(page)
        return _say(request, page, refusal) if refusal else None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    action = request.POST.get("action", "")
    if action in ("submit", "publish"):  # wagtail-localize's own button says "publish": only a review does that.
        return _submit(request, page, translation)
    if action == "withdraw" or "action-cancel-workflow" in request.POST:
        return _withdraw(request, page)
    # Somebody's form from before the translation began, or an old version to go back to: it must not vanish unsaid.
    return _say(request, page, _("Nothing was changed: this page is translated text by text, below."))


def _submit(request: HttpRequest, page: Any, translation: Translation) -> HttpResponse:
    try:
        submissions.submit(translation.pk, request.user)
    except TranslationRefused as refusal:
        return _say(request, page, str(refusal))
    messages.success(
        request,
        _("“%(title)s” was submitted for review. Somebody else reads it now, and you will hear from them.")
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _withdraw(request: HttpRequest, page: Any) -> HttpResponse:
    state = page.current_workflow_state
    if state is None or not state.user_can_cancel(request.user):
        return _say(request, page, _("Only whoever submitted this translation, or its reviewers, can withdraw it."))
    state.cancel(user=request.user)
    messages.success(request, _("The translation was withdrawn from review and can be changed again."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _say(request: HttpRequest, page: Any, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("wagtailadmin_pages:edit", page.pk)


@xframe_options_sameorigin_override
def preview(request: HttpRequest, translation_id: int, mode: str | None = None) -> HttpResponse:
    """The page with the strings as they are now, exactly as a submission would build it."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.get_target_instance()
    if not page.permissions_for_user(request.user).can_edit():
        return refuse(request)
    if mode is not None and mode not in dict(page.preview_modes):
        raise Http404
    try:
        built = translated_page(translation)
    except TranslationRefused as refusal:
        return _say(request, page, str(refusal))
    return built.make_preview_request(request, mode or page.default_preview_mode)
