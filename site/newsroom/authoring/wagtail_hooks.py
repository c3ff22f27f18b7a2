"""Where the authoring room shows in Wagtail's admin: it says in a sentence what `in_use` refuses."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.documents.views import documents
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.views import images

from newsroom.authoring import consents, in_use, withheld, withheld_files
from newsroom.authoring.kept import kept_file
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.sizes import require_size
from newsroom.review import approvals, law


class SaysWhyNot:
    """For Wagtail's pages that delete one file: a refusal leads back to the file."""

    request: HttpRequest
    object: Any
    editor: str

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except law.LawError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.editor, self.object.pk)


class DeleteImageView(SaysWhyNot, images.DeleteView):
    editor = "wagtailimages:edit"


class DeleteDocumentView(SaysWhyNot, documents.DeleteView):
    editor = "wagtaildocs:edit"


def preview_picture(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    """Wagtail's preview of a picture in another size, for sizes that the site has."""
    try:
        require_size(filter_spec)
    except InvalidFilterSpecError as refused:
        return HttpResponseBadRequest(str(refused), content_type="text/plain")
    return images.preview(request, image_id, filter_spec)


@hooks.register("register_admin_urls", order=-10)
def shadow_files() -> list:
    """Wagtail's own addresses, answered by ours, as the room of translation does with wagtail-localize's."""
    return [
        path("kept-files/<path:name>", kept_file, name="kept_file"),
        path("images/<int:image_id>/preview/<str:filter_spec>/", preview_picture),
        path("images/<int:image_id>/delete/", DeleteImageView.as_view()),
        path("documents/delete/<int:document_id>/", DeleteDocumentView.as_view()),
    ]


@hooks.register("before_edit_page")
def say_what_it_rests_on(request: HttpRequest, page: Any) -> None:
    """Whoever opens a page learns whose consent is missing before they hand it in; and whoever reviews it, before they
    decide, what it says about the people in it."""
    if request.method != "GET" or page.latest_revision is None:
        return
    problems = consents.problems_of(page.latest_revision)
    if problems:
        sentence, ways = consents.explained(problems), _ways_to_mend(request, page.latest_revision)
        told: Any = get_messages(request)
        # Whoever was refused a moment ago reads it in the refusal, which knew no way yet. (What was told is HTML.)
        refusals = [each for each in told if escape(sentence) in str(each)]
        for refusal in refusals:
            refusal.message = messages.render(refusal.message, ways)
        if not refusals:
            messages.warning(request, sentence, buttons=ways)
        told.used = False
    elif approvals.under_review(page) is not None and (said := consents.said_of(page.latest_revision)):
        messages.info(request, said)


def _ways_to_mend(request: HttpRequest, revision: Any) -> list[Any]:
    """A button to the form of each picture and file that does not say whom it shows, for whoever may change it."""
    form_of = AdminURLFinder(request.user).get_edit_url
    return [
        messages.button(address, _("Say who is in “%(title)s”") % {"title": file.title})
        for file in consents.silent_files_of(revision)
        if (address := form_of(file))
    ]


@hooks.register("register_admin_urls")
def read_what_is_withheld() -> list:
    """A version of a taken-down page, for those who may read it."""
    return [path("withheld/<int:revision_id>/", withheld.read_withheld, name="newsroom_withheld")]


@hooks.register("construct_admin_api", order=10)
def leave_out_what_is_withheld(router: Any) -> None:
    """In the place of Wagtail's own endpoints."""
    router.register_endpoint("pages", withheld.OpenPagesAPI)
    router.register_endpoint("images", withheld_files.OpenImagesAPI)
    router.register_endpoint("documents", withheld_files.OpenDocumentsAPI)


@hooks.register("before_bulk_action")
def keep_what_pages_need(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Bulk actions write by queryset, past every save method: ask before they begin, and then do all or nothing."""
    files = [each for each in objects if isinstance(each, NewsroomImage | NewsroomDocument)]
    if action_type == "delete" and any(in_use.is_needed(each) for each in files):
        return _say(request, in_use.why_not_delete())
    if action_type == "add_to_collection" and any(_is_held_in_private(each) for each in files):
        return _say(request, in_use.why_stay_private())
    return None


def _is_held_in_private(instance: Any) -> bool:
    return instance.collection.get_view_restrictions().exists() and in_use.is_relied_on(instance)


def _say(request: HttpRequest, sentence: str) -> HttpResponseRedirect:
    messages.error(request, sentence)
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
