"""Addresses that machines know beforehand. The feed of a language lies below its language: `newsroom.web.urls`."""

from django.urls import path

from newsroom.web.discovery import sitemap, texts

urlpatterns = [
    path("sitemap.xml", sitemap.index_view, name="sitemap"),
    path("sitemap-<str:lang>.<int:part>.xml", sitemap.language_view, name="sitemap_part"),
    path("sitemap-<str:lang>.xml", sitemap.language_view, name="sitemap_language"),
    path("robots.txt", texts.robots_view, name="robots"),
    path("llms.txt", texts.llms_view, name="llms"),
    path(".well-known/security.txt", texts.security_view, name="security"),
]
