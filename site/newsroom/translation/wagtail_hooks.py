"""What this room puts in front of wagtail-localize's own views. Ours come first (`order=-10`) at the same addresses."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks

from newsroom.translation import history
from newsroom.translation.boundary import homes
from newsroom.translation.roles import may_enter
from newsroom.translation.views import editor, files, requests, strings
from newsroom.translation.views.locales import LanguageViewSet
from newsroom.translation.waiting import TranslationsPanel

hooks.register("register_log_actions", history.register)

OF_A_TRANSLATION = [
    path("strings/<int:string_segment_id>/edit/", strings.edit_string),
    path("overrides/<int:overridable_segment_id>/edit/", strings.edit_override),
    path("pofile/upload/", files.upload_pofile),
    path("machine_translate/", files.machine_translate),
    path("disable/", files.stop_translation),
    path("preview/", editor.preview),
    path("preview/<str:mode>/", editor.preview),
]


@hooks.register("register_admin_urls", order=-10)
def shadow_localize() -> list:
    """Addresses of wagtail-localize's that publish, forget a lock or lose something, answered by this room.

    Without a namespace: a second one of the same name would hide wagtail-localize's other addresses."""
    languages = LanguageViewSet("wagtaillocales", url_prefix="locales")
    return [
        path("localize/submit/page/<int:page_id>/", requests.RequestTranslationView.as_view(), name="ask_for_page"),
        path("localize/update/<int:translation_source_id>/", requests.SyncView.as_view(), name="show_changes"),
        path("localize/page/<int:page_id>/convert_to_alias/", requests.convert_to_alias),
        path("localize/reports/translations/", requests.ReportView.as_view()),
        path("localize/reports/translations/results/", requests.ReportView.as_view(results_only=True)),
        path("localize/translate/<int:translation_id>/", include(OF_A_TRANSLATION)),
        path("locales/edit/<str:pk>/", languages.edit_view),
        path("locales/delete/<str:pk>/", languages.delete_view),
    ]


@hooks.register("before_edit_page", order=-10)
def answer_before_localize(request: Any, page: Any) -> Any:
    """Handing in, withdrawing and refusing come before wagtail-localize's editor."""
    return editor.before_edit(request, page)


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items: list, request: Any, context: Any) -> None:
    """A translation is never turned back into a copy of its source."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("construct_reports_menu")
def offer_no_report_of_every_language(request: Any, menu_items: list) -> None:
    """The report on page types names pages of every language: only for those who may enter them all."""
    if not all(may_enter(request.user, home) for home in homes()):
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: Any, panels: list) -> None:
    """The people of a language see what waits for them when they sign in."""
    panels.append(TranslationsPanel())
