"""The site as it is with WAGTAIL_API set."""

from django.urls import include, path

from config.urls import handler404, handler500, urlpatterns
from newsroom.web import wagtail_api

urlpatterns = [path("api/v2/", include(wagtail_api.urlpatterns)), *urlpatterns]
__all__ = ["handler404", "handler500", "urlpatterns"]
