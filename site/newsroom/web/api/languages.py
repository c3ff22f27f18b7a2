"""The site itself: its name, its languages and what there is in each, the menu in one of them."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja.decorators import decorate_view

from newsroom.authoring import navigation
from newsroom.authoring.schemas import Card, Shape
from newsroom.translation.languages import SOURCE, get_language
from newsroom.web.api.core import api, as_json
from newsroom.web.api.listing import public_rows
from newsroom.web.api.parameters import LocaleQuery, takes_only
from newsroom.web.api.problems import Problem, Refusal


class Coverage(Shape):
    """How many pages there are in a language: as their sources are today, outdated, and not at all yet though their
    sources are public."""

    current: int
    outdated: int
    missing: int


class LocaleItem(Shape):
    """A language of the site: `code` is a BCP 47 tag, `autonym` its name in itself, `name` its name in English,
    `url` its home page, which readers can see only where `is_public` is true."""

    code: str
    autonym: str
    name: str
    direction: Literal["ltr", "rtl"]
    url: str
    is_public: bool
    is_source: bool
    coverage: Coverage


class LocaleList(Shape):
    items: list[LocaleItem]


class NavigationDocument(Shape):
    """What stands around every page in a language. `home` is null while its home page is not public; `menu` is the
    main menu, in order; `languages` are the home pages of all languages that are public, this one included."""

    lang: str
    direction: Literal["ltr", "rtl"]
    home: Card | None
    menu: list[Card]
    languages: list[Card]
    quick_exit_url: str


class SiteDocument(Shape):
    """The site. `name` is what it is called in its first language (`source`), `names` in each that is public: the
    title of its home page there. `security_contacts` are addresses for whoever found a weakness."""

    name: str
    names: dict[str, str]
    url: str
    source: str
    locales: list[str]
    security_contacts: list[str]


@api.get("locales/", response={200: LocaleList, 400: Problem}, operation_id="list_locales", summary="List languages")
@decorate_view(takes_only())
def list_locales(request: HttpRequest) -> HttpResponse:
    """The languages of the site, in the order in which it offers them, and what there is in each."""
    public = set(navigation.languages_with_a_home())
    coverage = _coverage()
    total = sum(coverage.get(SOURCE, (0, 0, 0))[:1])
    items = []
    for language in map(get_language, navigation.languages_in_use()):
        pages, outdated, of_source = coverage.get(language.code, (0, 0, 0))
        items.append(
            LocaleItem(
                code=language.code,
                autonym=language.autonym,
                name=language.name,
                direction=language.direction,
                url=f"/{language.code}/",
                is_public=language.code in public,
                is_source=language.code == SOURCE,
                coverage=Coverage(current=pages - outdated, outdated=outdated, missing=total - of_source),
            )
        )
    return as_json(LocaleList(items=items).model_dump_json())


@api.get(
    "navigation/",
    response={200: NavigationDocument, 400: Problem, 404: Problem},
    operation_id="get_navigation",
    summary="Get the menu of a language",
)
@decorate_view(takes_only(LocaleQuery))
def get_navigation(request: HttpRequest, query: Query[LocaleQuery]) -> HttpResponse:
    """The menus of a language: only what is public in it."""
    if query.locale not in navigation.languages_in_use():
        raise Refusal(404, "The site has no such language.")
    around = navigation.navigation_for(query.locale)
    document = NavigationDocument(
        lang=query.locale,
        direction=around.language.direction,
        home=around.home,
        menu=around.menu,
        languages=navigation.front_pages(),
        quick_exit_url=settings.QUICK_EXIT_URL.replace("{language}", query.locale.partition("-")[0]),
    )
    return as_json(document.model_dump_json(), [query.locale])


@api.get("site/", response={200: SiteDocument, 400: Problem}, operation_id="get_site", summary="Get the site")
@decorate_view(takes_only())
def get_site(request: HttpRequest) -> HttpResponse:
    """What the site is called, where it is, in which languages it can be read, and whom to tell of a weakness."""
    names = {card.lang: card.title for card in navigation.front_pages()}
    document = SiteDocument(
        name=names.get(SOURCE) or next(iter(names.values()), ""),
        names=names,
        url=settings.WAGTAILADMIN_BASE_URL,
        source=SOURCE,
        locales=list(names),
        security_contacts=settings.SECURITY_CONTACT,
    )
    return as_json(document.model_dump_json())


def _coverage() -> dict[str, tuple[int, int, int]]:
    """{language: how many public pages, how many of them outdated, how many with a public source}: one query."""
    source = public_rows().filter(locale__language_code=SOURCE, translation_key=OuterRef("translation_key"))
    rows = (
        public_rows()
        .order_by()
        .annotate(has_source=Exists(source))
        .values("locale__language_code")
        .annotate(
            pages=Count("pk"),
            outdated=Count("pk", filter=Q(is_outdated=True)),
            of_source=Count("pk", filter=Q(has_source=True)),
        )
        .values_list("locale__language_code", "pages", "outdated", "of_source")
    )
    return {code: (pages, outdated, of_source) for code, pages, outdated, of_source in rows}
