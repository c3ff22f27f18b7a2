"""Originals and documents, for people of the newsroom who may choose them."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from newsroom.authoring.models import NewsroomDocument, NewsroomImage


@require_safe
def kept_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of this name in the private store, if it belongs to a picture or document that this person may choose or
    change, in a collection that is not kept from them; 404 for everything else. From S3 it comes by an address that is
    good for minutes."""
    if not any(_may_see(request, model, name) for model in (NewsroomImage, NewsroomDocument)):
        raise Http404
    if hasattr(default_storage, "part"):
        response: Any = redirect(default_storage.url(name))
    elif default_storage.exists(name):
        response = FileResponse(default_storage.open(name), as_attachment=True, filename=name.rpartition("/")[2])
    else:
        raise Http404
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_see(request: HttpRequest, model: Any, name: str) -> bool:
    policy = policy_registry.get_by_type(model)
    mine = policy.instances_user_has_any_permission_for(request.user, ["choose", "change"])
    found = mine.filter(file=name).select_related("collection").first()
    return found is not None and all(
        restriction.accept_request(request) for restriction in found.collection.get_view_restrictions()
    )
