"""Every address of the site: the admin, renditions, and what `newsroom.web` answers."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls

from newsroom.web.files import rendition
from search.views import search_view

urlpatterns = [
    # Before the admin's own addresses: who gets in, and how.
    path(settings.ADMIN_PATH.removeprefix("/"), include("newsroom.doors.urls")),
    # Before the admin's own addresses: the editor and the review decisions, as the law wants them.
    path(settings.ADMIN_PATH.removeprefix("/"), include("newsroom.review.admin_urls")),
    path(settings.ADMIN_PATH.removeprefix("/"), include(wagtailadmin_urls)),
    path("", include("newsroom.web.root_urls")),
    *i18n_patterns(
        path("search/", search_view, name="search"),
        path("", include("newsroom.web.urls")),
        prefix_default_language=True,
    ),
]

if settings.SERVE_MEDIA:
    # Renditions only: what a page may show of a picture is decided with the page.
    folder = settings.STORAGES["public"]["OPTIONS"].get("location")
    view, options = (serve, {"document_root": folder}) if folder else (rendition, {})
    urlpatterns.insert(0, re_path(r"^media/(?P<path>images/[^/]+)$", view, options))

handler404 = "newsroom.web.errors.page_not_found"
handler500 = "newsroom.web.errors.server_error"
