"""What a taken-down page says is for few: those who keep the consents of the people in it.

Everybody else in the newsroom learns that it is taken down, by whom and why, and nothing of its words: on no address of
the admin that names the page, a translation of it or one of its versions, whoever wrote the view. So what is open is
listed here, and not what is closed: a new view is closed until somebody says otherwise.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from newsroom.authoring.documents import build_from
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.rendering import render_page
from newsroom.authoring.visible import taken_down_q
from newsroom.consent.models import TakeDown
from newsroom.translation.boundary import pages_named, wants_json

# Of a page that is taken down these show its title and the pages below it, and nothing else.
OPEN_TO_ALL = frozenset(
    {
        *("wagtailadmin_explore", "wagtailadmin_explore_results", "newsroom_take_down", "newsroom_withheld"),
        *("wagtailadmin_pages:add_subpage", "wagtailadmin_pages:add", "wagtailadmin_pages:preview_on_add"),
        *("wagtailadmin_choose_page_child",),
    }
)


def may_read_withheld(person: Any) -> bool:
    """Whoever keeps the consents of the people in the stories reads on after a take-down: they decide what becomes of
    it."""
    return person.is_active and person.has_perm("consent.keep_consents")


class WithheldMiddleware:
    """403, with the reason of the take-down, for every address of the admin that is about a taken-down page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Answer 403 instead of the view, or None to let it answer. Who is not signed in is the login's business."""
        if not request.path_info.startswith(settings.ADMIN_PATH):
            return None
        match = request.resolver_match
        if match is None or match.view_name in OPEN_TO_ALL or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        if may_read_withheld(request.user):
            return None
        if _files_of_a_bulk_action(request, kwargs).filter(is_withheld=True).exists():
            raise PermissionDenied
        keys = _keys_of({page.pk for page in pages_named(request, kwargs)} | _pages_of_versions(kwargs))
        record = TakeDown.objects.in_force().filter(translation_key__in=keys).first() if keys else None
        return refuse(request, record) if record else None


def _files_of_a_bulk_action(request: HttpRequest, kwargs: dict[str, Any]) -> Any:
    """The pictures or files that a bulk action is asked for: Wagtail names also those that somebody may not change."""
    files: Any = {"newsroomimage": NewsroomImage.objects, "newsroomdocument": NewsroomDocument.objects}.get(
        kwargs.get("model_name", "")
    )
    is_bulk = request.resolver_match is not None and request.resolver_match.view_name == "wagtail_bulk_action"
    if not is_bulk or files is None:
        return NewsroomImage.objects.none()
    return files.filter(pk__in=[number for number in request.GET.getlist("id") if number.isdecimal()])


def _pages_of_versions(kwargs: dict[str, Any]) -> set[int]:
    """The pages of the versions that an address names, also where it names another page beside them."""
    numbers = [kwargs[name] for name in ("revision_id", "revision_id_a", "revision_id_b") if name in kwargs]
    found = Revision.page_revisions.filter(pk__in=[number for number in numbers if str(number).isdigit()])
    return {int(pk) for pk in found.values_list("object_id", flat=True)} if numbers else set()


def _keys_of(ids: set[int]) -> set[Any]:
    """By which a take-down knows these pages, or what they are an alias of."""
    found = Page.objects.filter(pk__in=ids).values_list("translation_key", "alias_of__translation_key") if ids else ()
    return {key for keys in found for key in keys if key is not None}


def refuse(request: HttpRequest, record: TakeDown) -> HttpResponse:
    """The 403, as JSON where JSON was asked for."""
    if wants_json(request):
        return JsonResponse({"detail": _("This page is taken down.")}, status=403)
    return render(request, "consent/withheld.html", {"record": record}, status=403)


def read_withheld(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One version of a taken-down page as readers got it, for those who keep the consents. The log says who read."""
    if not may_read_withheld(request.user):
        raise PermissionDenied
    revision = get_object_or_404(Revision.page_revisions, pk=revision_id)
    page = revision.as_object()
    if not Page.objects.filter(taken_down_q(), pk=page.pk).exists():
        raise Http404
    log(instance=page, action="newsroom.read_withheld", user=request.user, revision=revision)
    response = render_page(request, page, build_from([page], withheld=True)[0], is_preview=True)
    response["Cache-Control"] = "no-store, private"
    return response


class OpenPagesAPI(PagesAdminAPIViewSet):
    """The admin's own API: pages that are taken down are not in it, but for those who may read them."""

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        return found if may_read_withheld(self.request.user) else found.exclude(taken_down_q())
