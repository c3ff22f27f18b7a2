"""Looking at the demo's public pages as readers do: on a phone, a tablet and a desk, by day and by night."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.test import RequestFactory
from playwright.sync_api import Browser, Page

from newsroom.web import plain

WIDTHS = {360: 740, 768: 1024, 1440: 900}
LANGUAGES = ("en", "ar")
SCHEMES = ("light", "dark")
PLACES = {
    "home": "",
    "about": "about/",
    "vision": "vision/",
    "stories": "stories/",
    "story": "stories/chicago/",
    "announcement": "stories/newsroom-opens/",
    "commitments": "commitments/",
    "commitment": "commitments/those-closest-lead/",
    "partners": "partners/",
    "partner": "partners/loom-and-letter/",
    "search": "search/?q=jail",
    "search-nothing": "search/?q=zebra",
    "404": "nowhere/",
    "410": "stories/night-kitchen/",
}
# What no address of a healthy site answers with.
BROKEN = {"500": plain.broken, "503": plain.closed}


class Shot(NamedTuple):
    """One picture: of which page, how wide, in which language and light."""

    name: str
    width: int
    lang: str
    scheme: str

    @property
    def file(self) -> str:
        return f"{self.name}-{self.lang}-{self.width}-{self.scheme}.png"


class Reader:
    """Looks at the public site as readers do, and says which pages a language does not have yet."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site

    def tab(self, width: int, scheme: str = "light", scale: float = 1) -> Page:
        return self.browser.new_page(
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            color_scheme=scheme,
            device_scale_factor=scale,
            reduced_motion="reduce",
        )

    def open(self, tab: Page, lang: str, name: str) -> bool:
        """Go there; False where this language has no such page."""
        if name in BROKEN:
            self.break_down(tab, lang, name)
        answer = tab.goto(f"{self.site}/{lang}/{PLACES.get(name, name)}")
        tab.evaluate("document.fonts.ready")
        return answer is not None and (answer.status == 200 or name == str(answer.status))

    def break_down(self, tab: Page, lang: str, name: str) -> None:
        """Put what a broken site says where nothing is."""
        response = BROKEN[name](RequestFactory().get(f"/{lang}/"))
        tab.route(
            f"{self.site}/{lang}/{name}",
            lambda route: route.fulfill(status=response.status_code, content_type="text/html", body=response.content),
        )

    def everything(self, names: list[str], folder: Path) -> Iterator[Shot]:
        """Every picture of these pages, as it is written into the folder."""
        for width in WIDTHS:
            for scheme in SCHEMES:
                tab = self.tab(width, scheme)
                for lang in LANGUAGES:
                    for name in names:
                        shot = Shot(name, width, lang, scheme)
                        if self.open(tab, lang, name):
                            show_all_pictures(tab)
                            tab.screenshot(path=folder / shot.file, full_page=True, animations="disabled")
                            yield shot
                tab.close()


def show_all_pictures(tab: Page) -> None:
    """A picture of the whole page has no fold below which pictures could wait."""
    tab.evaluate(
        """() => Promise.all([...document.images].map((image) => {
            image.loading = "eager";
            return image.decode().catch(() => null);
        }))"""
    )
