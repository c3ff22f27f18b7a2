"""Addresses of the public site that carry no language: the front door, the API, the files, and what machines
look for at fixed places."""

from django.conf import settings
from django.urls import include, path

from newsroom.web.sharing.oembed import oembed_view
from newsroom.web.styles import stylesheet
from newsroom.web.views import front_door

urlpatterns = [
    path("", front_door, name="front_door"),
    path("styles/<slug:digest>.css", stylesheet, name="stylesheet"),
    path("api/v1/", include("newsroom.web.api.urls")),
    path("preview/", include("newsroom.web.previews.views")),
    path("files/", include("newsroom.web.files")),
    path("share/", include("newsroom.web.sharing.views")),
    path("oembed", oembed_view, name="oembed"),
    path("", include("newsroom.web.discovery.urls")),
]

if settings.WAGTAIL_API:
    from newsroom.web import wagtail_api

    urlpatterns.insert(0, path("api/v2/", include(wagtail_api.urlpatterns)))
