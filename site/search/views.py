"""The search page: `/es/search/?q=…`, in the page's language, with a form, links and no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from wagtail.models import Page

from newsroom.authoring.delivery import cards
from newsroom.authoring.documents import approved_page, visible_rows
from newsroom.authoring.navigation import navigation_for
from newsroom.authoring.schemas import Card
from search.finding import LONGEST_QUERY, find_ids, has_words
from search.queries import CANDIDATES
from search.snippets import Shown, snippets

PER_PAGE = 10


@dataclass(frozen=True)
class Result:
    """A found page: its card, and its title and a piece of its text with what matches marked."""

    card: Card
    shown: Shown


# It changes nothing, so a wrong method is told so (405) before any token is missed.
@method_decorator(csrf_exempt, name="dispatch")
class SearchView(View):
    """Public pages of the address's language that match `q`. 404 for a language that has no public home page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        code = get_language() or ""
        navigation = navigation_for(code)
        if navigation.home is None:
            raise Http404
        # NUL and its like cannot be shown, nor stored in PostgreSQL.
        typed = "".join(char for char in request.GET.get("q", "") if char.isprintable() or char.isspace()).strip()
        context = {
            "navigation": navigation,
            "query": typed[:LONGEST_QUERY],
            "problem": _problem_with(typed),
            "is_search": True,
        }
        if typed and not context["problem"]:
            context |= _found(typed, code, request.GET.get("page"))
        response = TemplateResponse(request, "pages/search.html", context).render()
        response.headers["Content-Language"] = code
        response.headers["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, no_cache=True)
        return response


def _problem_with(typed: str) -> str:
    """One sentence for what cannot be looked for, else nothing."""
    if len(typed) > LONGEST_QUERY:
        return _("That is too long to look for. Use %(number)s characters at most.") % {"number": LONGEST_QUERY}
    if typed and not has_words(typed):
        return _("That is too short to look for. Type a word of two letters or more.")
    return ""


def _found(typed: str, code: str, number: str | None) -> dict[str, Any]:
    """The template's `results` and what is to be said about them. `some` says that no page has all the words, and
    these have some of them."""
    ids = find_ids(typed, code)
    some = [] if ids else find_ids(typed, code, any_word=True)
    page: PageOfResults = Paginator(ids or some, PER_PAGE).get_page(number)
    return {
        "results": _results(list(page.object_list), typed, code),
        "page_of_results": page,
        "count": len(ids or some),
        "is_bounded": len(ids or some) >= CANDIDATES,
        "some": bool(some),
    }


def _results(ids: list[int], typed: str, code: str) -> list[Result]:
    """Cards and snippets from what was approved, in the order of the ids; a constant number of queries."""
    by_id = {card.id: card for card in cards(Page.objects.filter(pk__in=ids))}
    pages = [approved_page(row) for row in visible_rows().filter(pk__in=list(by_id))]
    shown = snippets(pages, typed, code)
    return [Result(by_id[pk], shown[pk]) for pk in ids if pk in shown]


search_view = SearchView.as_view()
