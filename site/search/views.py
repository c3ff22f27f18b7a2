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
from newsroom.web.api.page_types import page_types
from search.answering import answer
from search.finding import LONGEST_QUERY, Filters, has_words
from search.narrowing import address, narrowing
from search.showing import show
from search.snippets import Shown
from search.suggestions import suggestions

PER_PAGE = 10


@dataclass(frozen=True)
class Result:
    """A found page: its card, and its title and a piece of its text with what matches marked."""

    card: Card
    shown: Shown


# It changes nothing, so a wrong method is told so (405) before any token is missed.
@method_decorator(csrf_exempt, name="dispatch")
class SearchView(View):
    """Public pages of the address's language that match `q`, narrowed to a `type` and a `place`. 404 for a language
    that has no public home page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        code = get_language() or ""
        navigation = navigation_for(code)
        if navigation.home is None:
            raise Http404
        typed = _typed(request, "q")
        context = {
            "navigation": navigation,
            "query": typed[:LONGEST_QUERY],
            "problem": _problem_with(typed),
            "is_search": True,
        }
        if typed and not context["problem"]:
            context |= _shown(typed, code, _filters(request), request.GET.get("page"))
        if not context.get("results"):
            context["suggestions"] = suggestions(code)
        response = TemplateResponse(request, "pages/search.html", context).render()
        response.headers["Content-Language"] = code
        response.headers["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, no_cache=True)
        return response


def _typed(request: HttpRequest, name: str) -> str:
    """NUL and its like cannot be shown, nor stored in PostgreSQL."""
    return "".join(char for char in request.GET.get(name, "") if char.isprintable() or char.isspace()).strip()


def _filters(request: HttpRequest) -> Filters:
    """What the address narrows by. There is no page of an unknown type, so such a word is no filter."""
    type_name = request.GET.get("type", "")
    return Filters(type_name if type_name in page_types() else "", _typed(request, "place")[:LONGEST_QUERY])


def _problem_with(typed: str) -> str:
    """One sentence for what cannot be looked for, else nothing."""
    if len(typed) > LONGEST_QUERY:
        return _("That is too long to look for. Use %(number)s characters at most.") % {"number": LONGEST_QUERY}
    if typed and not has_words(typed):
        return _("That is too short to look for. Type a word of two letters or more.")
    return ""


def _shown(typed: str, code: str, filters: Filters, number: str | None) -> dict[str, Any]:
    """What the template is to show, and to say about it (`answering.Answer`)."""
    answered = answer(typed, code, filters)
    found, meant = answered.found, answered.meant
    page: PageOfResults = Paginator(found.ids, PER_PAGE).get_page(number)
    return {
        "results": _results(list(page.object_list), answered.matched, code),
        "page_of_results": page,
        "before": address(typed, filters, page.number - 1),
        "after": address(typed, filters, page.number + 1),
        "count": len(found.ids),
        "is_bounded": found.is_bounded,
        "how": answered.how,
        "meant": meant,
        "instead": address(meant, filters),
        "narrowing": narrowing(found, typed, filters),
    }


def _results(ids: list[int], typed: str, code: str) -> list[Result]:
    """Cards and snippets from what was approved, in the order of the ids; a constant number of queries."""
    by_id = {card.id: card for card in cards(Page.objects.filter(pk__in=ids))}
    pages = [approved_page(row) for row in visible_rows().filter(pk__in=list(by_id))]
    shown = show(pages, typed, code)
    return [Result(by_id[pk], shown[pk]) for pk in ids if pk in shown]


search_view = SearchView.as_view()
