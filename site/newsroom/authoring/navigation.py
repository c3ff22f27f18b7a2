"""What stands around every public page: the menu, the way to the other languages, and what stands at an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from wagtail.models import Locale, Page, Site

from newsroom.authoring.alternates import hreflangs
from newsroom.authoring.compiled import Compiled
from newsroom.authoring.delivery import CompiledCards, cards
from newsroom.authoring.documents import visible_rows
from newsroom.authoring.public_links import CompiledLinks, PublicLink
from newsroom.authoring.schemas import Card, PageDocument
from newsroom.authoring.visible import is_taken_down, visible_q
from newsroom.consent.removal.erasing import was_erased_at
from newsroom.translation.languages import LANGUAGES, Language, get_language


@dataclass(frozen=True)
class LanguageChoice:
    """A language of the site and where its link leads. `is_exact` is False where the page itself is not public in
    it yet: the link then leads to the nearest translated page above, called `title`."""

    language: Language
    url: str
    title: str
    is_current: bool = False
    is_exact: bool = True


@dataclass(frozen=True)
class Navigation:
    """What `base.html` shows around its middle. `home` is None while the language has no public home page.
    `alternates` are the page's own translations and the page itself, for search engines: (hreflang, address)."""

    language: Language
    home: Card | None = None
    menu: list[Card] = field(default_factory=list)
    languages: list[LanguageChoice] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)


class Root(NamedTuple):
    """The home page of a language, public or not."""

    code: str
    pk: int
    locale_id: int
    path: str
    depth: int
    url_path: str


def roots() -> dict[str, Root]:
    """The home page of each language, by language code, in the order of the language table: one query."""
    found = {row[0]: Root(*row) for row in _all_homes()}
    return {language.code: found[language.code] for language in LANGUAGES if language.code in found}


def languages_in_use() -> list[str]:
    """The codes of the site's languages, with or without pages, in the order of the language table."""
    codes = {code.lower() for code in Locale.objects.values_list("language_code", flat=True)}
    return [language.code for language in LANGUAGES if language.code in codes]


def languages_with_a_home() -> list[str]:
    """The codes of the languages whose home page is public, in the order of the language table."""
    codes = set(_homes().filter(visible_q()).values_list("locale__language_code", flat=True))
    return [language.code for language in LANGUAGES if language.code in codes]


def front_pages() -> list[Card]:
    """The home page of each language in which it is public, in the order of the language table: one query."""
    by_language = {card.lang: card for card in cards(_homes())}
    return [by_language[language.code] for language in LANGUAGES if language.code in by_language]


def _is_home() -> Q:
    """The condition of being the home page of the default site, in any language."""
    chosen = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
    return Q(translation_key__any_of=ArraySubquery(chosen))


def _homes() -> Any:
    """The home page of the default site in every language."""
    return Page.objects.filter(_is_home())


_all_homes = Compiled(
    lambda: _homes().values_list("locale__language_code", "pk", "locale_id", "path", "depth", "url_path")
)

# What stands at an address


def _of_language(lang: str) -> Any:
    return visible_rows().filter(locale__language_code=lang)


def _home_path(lang: str) -> Subquery:
    return Subquery(_homes().filter(locale__language_code=lang).values("url_path")[:1])


_home_of = Compiled(lambda lang: _of_language(lang).filter(_is_home())[:1], lang="\0lang")
# The slug has an index, the whole path has none.
_page_at = Compiled(
    lambda lang, slug, path: _of_language(lang).filter(slug=slug, url_path=Concat(_home_path(lang), Value(path)))[:1],
    lang="\0lang",
    slug="\0slug",
    path="\0path",
)


def visible_at(lang: str, path: str) -> Page | None:
    """The visible page at a path below a language's home page ("stories/riverton/"), with its live revision and its
    locale, or None: one query."""
    found = _page_at(lang=lang, slug=path.split("/")[-2], path=path) if path else _home_of(lang=lang)
    return found[0] if found else None


def was_taken_down(lang: str, path: str) -> bool:
    """Whether the page at a path, in this language or, if it has none there, in any other, is taken down."""
    return any(is_taken_down(key) for key in standing_at(lang, path)) or bool(path and was_erased_at(path))


def stands_at(lang: str, path: str) -> bool:
    """Whether a page of this language, public or not, has this path."""
    home = roots().get(lang)
    return home is not None and Page.objects.filter(url_path=home.url_path + path).exists()


def elsewhere(lang: str, path: str) -> list[Card]:
    """What is public of the page at a path where readers of `lang` get nothing: its other languages and addresses."""
    return cards(Page.objects.filter(translation_key__in=standing_at(lang, path)).order_by("locale_id"))


def standing_at(lang: str, path: str) -> set[UUID]:
    """The translation keys of what stands at a path, public or not: in this language, else in any other."""
    if "\0" in path:  # PostgreSQL can store none, and refuses to look for one.
        return set()
    paths = {root.url_path + path: code for code, root in roots().items()}
    rows = Page.objects.filter(url_path__in=paths).values_list("url_path", "translation_key")
    keys = {paths[url_path]: key for url_path, key in rows}
    return {keys[lang]} if lang in keys else set(keys.values())


# What stands around a page


def keep_narrowed(navigation: Navigation, lists: Mapping[str, Any]) -> Navigation:
    """The navigation around a page with lists: what narrows a list goes along to the same list in other languages."""
    ends: dict[str, str] = {}
    for each in lists.values():
        ends |= getattr(each, "elsewhere", {})
    return replace(
        navigation,
        languages=[
            replace(choice, url=choice.url + ends.get(choice.language.code, "")) if choice.is_exact else choice
            for choice in navigation.languages
        ],
    )


_home_and_menu = CompiledCards(
    lambda root, path, depth: Page.objects.filter(
        Q(pk=root) | Q(path__startswith=Value(path), depth=depth, show_in_menus=True)
    ).order_by("path"),
    root=-9001,
    path="\0path",
    depth=30_001,
)


def navigation_for(lang: str, document: PageDocument | None = None, path: str | None = None) -> Navigation:
    """The navigation around a document, or (for an error page, the search page) around a language alone.
    `path` is the document's place in the page tree: the switcher's way up. Three queries."""
    by_language = roots()
    language = get_language(lang)
    if not by_language:
        return Navigation(language)
    above = _translated_ancestors(path or next(iter(by_language.values())).path)
    languages = [_choice(code, lang, document, above) for code in by_language]
    choices = sorted((choice for choice in languages if choice is not None), key=lambda choice: not choice.is_exact)
    exact = {choice.language.code: choice.url for choice in choices if choice.is_exact}
    alternates = hreflangs(document.type, exact) if document is not None else []
    root = by_language.get(lang)
    if root is None:
        return Navigation(language, languages=choices, alternates=alternates)
    around = _home_and_menu(root=root.pk, path=root.path, depth=root.depth + 1)
    home = next((card for card in around if card.id == root.pk), None)
    return Navigation(language, home, [card for card in around if card.id != root.pk], choices, alternates)


def _choice(code: str, lang: str, document: PageDocument | None, above: dict[str, PublicLink]) -> LanguageChoice | None:
    """Where the switcher leads for one language: to the page, to the nearest page above it, or nowhere."""
    language = get_language(code)
    if document is not None and code == lang:
        return LanguageChoice(language, document.url, document.title, is_current=True)
    exact = {link.lang: link for link in document.translations} if document is not None else {}
    if code in exact:
        return LanguageChoice(language, exact[code].url, exact[code].title)
    if code in above:
        is_exact = document is None
        return LanguageChoice(language, above[code].url, above[code].title, is_current=code == lang, is_exact=is_exact)
    return None


def _like_those_at(paths: Any) -> Any:
    """What stands at these places, in all languages, from the top."""
    at = Page.objects.filter(path__any_of=paths)
    above = Subquery(at.filter(translation_key=OuterRef("translation_key")).values("path")[:1])
    return Page.objects.filter(translation_key__in=at.values("translation_key")).order_by(above)


_translated = CompiledLinks(_like_those_at, paths=["paths"])


def _translated_ancestors(path: str) -> dict[str, PublicLink]:
    """For each language, the nearest page above (or at) a tree path that is public in it: one query."""
    step = Page.steplen
    paths = [path[:end] for end in range(2 * step, len(path) + 1, step)]
    return {link.lang: link for link in _translated(paths=paths)}
