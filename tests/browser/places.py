"""Everything that a reader can meet: a page of every type in four languages, and what answers where there is none."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests import factories

LANGUAGES = ("en", "es", "ar", "zh-hans")


class Place(NamedTuple):
    """One address: its language, the type of page (or of answer) there, and the status that it answers with."""

    lang: str
    name: str
    path: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.lang}-{self.name}"


def publish_everything(site: Mapping[tuple[str, str], Any]) -> list[Place]:
    """Publish the pages of every type in four languages, of which `site` has two: whatever is worth a visit."""
    places = []
    for lang in LANGUAGES:
        for name in [name for name, code in site if code == "en"]:
            page = site.get((name, lang)) or factories.translated(site[name, "en"], lang)
            places.append(Place(lang, name, page.url))
    only_english = factories.campaign_story(title="Only in English")
    removed = factories.campaign_story("taken_down")
    outdated = factories.translated(factories.campaign_story(title="Gone on"), "ar", state="outdated")
    return [
        *places,
        Place("en", "campaign_story_untranslated", only_english.url),
        Place("ar", "campaign_story_outdated", outdated.url),
        Place("ar", "not_found_but_elsewhere", f"/ar/stories/{only_english.slug}/", 404),
        *answers("en", removed.slug),
        *answers("ar", removed.slug),
    ]


def answers(lang: str, removed: str) -> Iterator[Place]:
    """What a language answers that is no page of its tree."""
    for name, words in {
        "search": "",
        "search_results": "network",
        "search_nothing": "zebra",
        "search_bad": "!",
    }.items():
        yield Place(lang, name, f"/{lang}/search/?q={words}")
    yield Place(lang, "not_found", f"/{lang}/nowhere/", 404)
    yield Place(lang, "gone", f"/{lang}/stories/{removed}/", 410)
