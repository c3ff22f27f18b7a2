"""The addresses that Wagtail's documentation sets up: the read API, the sitemap, pages below their language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.contrib.sitemaps.views import sitemap

api = WagtailAPIRouter("wagtailapi")
api.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [
    path("api/v2/", api.urls),
    path("sitemap.xml", sitemap),
    *i18n_patterns(path("", include(wagtail_urls))),
]
