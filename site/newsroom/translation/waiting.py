"""What waits for a language's people on the admin's first page: what its readers do not get yet, or no longer right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Subquery
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from newsroom.translation.freshness import hidden_q, outdated_pages, pages_to_translate
from newsroom.translation.languages import Language, get_language
from newsroom.translation.roles import languages_of

SHOWN = 15


@dataclass(frozen=True)
class Waiting:
    """A page, why it waits, and where to go on: its translation's editor, or the form that begins one."""

    title: str
    why: Literal["hidden", "outdated", "begun", "new"]
    language: Language
    url: str


def waiting_for(code: str) -> list[Waiting]:
    """What waits in one language: first what readers do not get because it is outdated, then the other outdated ones;
    without what is in review, or came back from one (Wagtail's own panels show that). Four queries."""
    language = get_language(code)
    busy = {int(key) for key in _pages_in_a_workflow(code)}
    outdated = outdated_pages(code).annotate(is_hidden=ExpressionWrapper(hidden_q(), BooleanField())).order_by("path")
    found = [
        Waiting(page.draft_title or page.title, "hidden" if page.is_hidden else "outdated", language, _edit(page.pk))
        for page in outdated
        if page.pk not in busy
    ]
    return [*sorted(found, key=lambda each: each.why != "hidden"), *_not_translated(language, busy)]


def _not_translated(language: Language, busy: set[int]) -> Iterator[Waiting]:
    same = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=language.code)
    pages = pages_to_translate(language.code).annotate(begun=Subquery(same.values("pk")[:1])).order_by("path")
    for page in pages:
        if page.begun is None:
            form = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
            yield Waiting(page.title, "new", language, f"{form}?select_locale={language.code}")
        elif page.begun not in busy:
            yield Waiting(page.title, "begun", language, _edit(page.begun))


def _pages_in_a_workflow(code: str) -> Any:
    pages = Page.objects.filter(locale__language_code=code)
    states = WorkflowState.objects.active().filter(base_content_type__app_label="wagtailcore")
    return states.filter(object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)]).values_list(
        "object_id", flat=True
    )


def _edit(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


class TranslationsPanel(Component):
    """On the admin's first page, for the people of a language: below what is in review, which others wait for."""

    name = "translations_waiting"
    template_name = "wagtail_localize/admin/waiting_panel.html"
    order = 220

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        person = request.user
        rows = [row for code in sorted(languages_of(person)) for row in waiting_for(code)]
        shown = len(rows) if request.GET.get("translations") == "all" else SHOWN
        return {"rows": rows[:shown], "more": max(0, len(rows) - shown)}
