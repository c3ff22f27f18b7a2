"""The editor's JSON endpoints: one string or one override at a time, as wagtail-localize has them, and obeying the
lock. They answer 400, 403 and 423 with a JSON sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation
from wagtail_localize.views import edit_translation as localize

from newsroom.translation.models import Removal
from newsroom.translation.submissions import lock, why_locked

_SCHEMES = ("", "http", "https", "mailto", "tel")


def under_lock(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Run an endpoint while the translation is held still; 403 for the wrong person, 423 while it is locked."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            try:
                translation = lock(translation_id)
            except Translation.DoesNotExist as error:
                raise Http404 from error
            page = translation.get_target_instance()
            if not page.permissions_for_user(request.user).can_edit():
                return JsonResponse({"detail": _("You may not change this translation.")}, status=403)
            refusal = why_locked(page)
            if refusal:
                return JsonResponse({"detail": refusal}, status=423)
            try:
                return view(request, translation_id, *args, **kwargs)
            except MultiValueDictKeyError:
                return JsonResponse({"detail": _("Send the new text as “value”.")}, status=400)

    return guarded


@under_lock
def edit_string(request: HttpRequest, translation_id: int, string_segment_id: int) -> HttpResponse:
    """PUT or DELETE one string's translation; wagtail-localize marks markup that it does not allow as an error."""
    return localize.edit_string_translation(request, translation_id, string_segment_id)


@under_lock
def edit_override(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> HttpResponse:
    """PUT or DELETE what a translation uses in place of the source's (a link, an address)."""
    response = localize.edit_override(request, translation_id, overridable_segment_id)
    if request.method == "DELETE" and response.status_code == HTTPStatus.OK:
        Removal.objects.update_or_create(
            translation_id=translation_id, defaults={"last_translated_by_id": request.user.pk}
        )
    refusal = _why_not_use(translation_id, overridable_segment_id) if request.method == "PUT" else ""
    if refusal:
        transaction.set_rollback(True)
        return JsonResponse({"detail": refusal}, status=400)
    return response


def _why_not_use(translation_id: int, segment_id: int) -> str:
    """One sentence when what was sent cannot stand in the source's place: a page, picture or file is chosen by its
    number, and no link of ours may start a program (`javascript:`) in a reader's browser."""
    segment = OverridableSegment.objects.get(pk=segment_id)
    locale_id = Translation.objects.values_list("target_locale_id", flat=True).get(pk=translation_id)
    chosen = SegmentOverride.objects.get(context_id=segment.context_id, locale_id=locale_id).data
    if isinstance(segment.data, int):
        return "" if str(chosen).isdigit() else _("Choose a page, a picture or a file.")
    try:
        scheme = urlsplit("".join(str(chosen).split())).scheme.lower()
    except ValueError:
        scheme = "none"
    if scheme in _SCHEMES:
        return ""
    return _("A link starts with https://, http://, mailto: or tel:, or is an address on this site.")
