"""`make screens`: take pictures of the demo while it runs, in another terminal.

All of `.cache/screens/public/`: every type of page, on a phone, a tablet and a desk, in English and Arabic, by day and
by night, with a contact sheet to look at them on. The best few go to `docs/pictures/`, for README.md and the docs.

It only looks. The pictures in git were taken with the Noto fonts at hand (Debian: fonts-noto-core, fonts-noto-cjk).
Words after the address keep to the pages named: `… make_pictures http://127.0.0.1:8000 home story`.
"""

import os
import sys
from html import escape
from io import BytesIO

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from demo.folder import own_secrets
from tests.browser.reader import BROKEN, PLACES, Reader, Shot, show_all_pictures
from tests.browser.screens import REPOSITORY
from tests.chromium import CHROMIUM, CHROMIUM_ARGUMENTS

PICTURES = REPOSITORY / "docs" / "pictures"
SHEET = REPOSITORY / ".cache" / "screens" / "public"

# What hangs side by side in the docs: (name, width, height, its pages).
WALLS = (
    ("pages-desk", 1440, 1500, (("home", "en", "light"), ("vision", "en", "light"), ("commitments", "en", "light"))),
    (
        "pages-phone",
        360,
        740,
        (
            ("home", "zh-hans", "light"),
            ("story", "en", "light"),
            ("story", "ar", "dark"),
            ("commitment", "es", "dark"),
            ("announcement", "en", "light"),
        ),
    ),
)
COMPONENTS = {
    "header": ("story", ".site-header"),
    "hero": ("home", ".hero"),
    "opening": ("story", ".opening"),
    "opening-night": ("vision", ".opening"),
    "opening-block": ("commitment", ".opening"),
    "milestones": ("story", ".section:has(.milestones)"),
    "number": ("vision", ".number"),
    "quote": ("vision", ".quote"),
    "cards": ("stories", ".cards"),
    "cards-numbered": ("commitments", ".cards-numbered > :first-child"),
    "call": ("home", ".call"),
    "files": ("story", ".files"),
    "footer": ("home", ".site-footer"),
}


def contact_sheet(shots: list[Shot]) -> str:
    """All pictures on one page: a row for each page and language."""
    rows: dict[tuple[str, str], list[Shot]] = {}
    for shot in shots:
        rows.setdefault((shot.name, shot.lang), []).append(shot)
    pictures = "".join(
        f"<h2>{escape(name)} · {lang}</h2><p>"
        + "".join(f'<a href="{shot.file}"><img src="{shot.file}" alt="{shot.file}" loading="lazy"></a>' for shot in row)
        + "</p>"
        for (name, lang), row in sorted(rows.items())
    )
    style = (
        "body{font-family:sans-serif}p{display:flex;gap:1rem;align-items:start}img{max-height:36rem;max-width:24rem}"
    )
    return f'<!doctype html><meta charset="utf-8"><title>Screens</title><style>{style}</style>{pictures}'


def walls(reader: Reader) -> None:
    """The pages that README.md and the docs hang side by side."""
    for wall, width, height, pages in WALLS:
        tops = []
        for name, lang, scheme in pages:
            tab = reader.tab(width, scheme)
            tab.set_viewport_size({"width": width, "height": height})
            reader.open(tab, lang, name)
            show_all_pictures(tab)
            tops.append(tab.screenshot(animations="disabled"))
            tab.close()
        save(side_by_side(tops), wall)


def story_on_a_phone(reader: Reader) -> None:
    """The top of a story in Arabic, large enough to be read."""
    tab = reader.tab(360, scale=2)
    reader.open(tab, "ar", "story")
    tab.screenshot(path=PICTURES / "story-ar-phone.png", animations="disabled")
    tab.close()


def components(reader: Reader) -> None:
    """Each component by itself, for docs/design-language.md."""
    tab = reader.tab(768)
    for component, (name, selector) in COMPONENTS.items():
        reader.open(tab, "en", name)
        show_all_pictures(tab)
        save(
            Image.open(BytesIO(tab.locator(selector).first.screenshot(animations="disabled"))), f"component-{component}"
        )
    tab.close()


def side_by_side(pictures: list[bytes], gap: int = 24) -> Image.Image:
    """Pictures of one height on one sheet."""
    images = [Image.open(BytesIO(picture)) for picture in pictures]
    width = sum(image.width for image in images) + gap * (len(images) + 1)
    sheet = Image.new("RGB", (width, images[0].height + 2 * gap), "#8a8378")
    across = gap
    for image in images:
        sheet.paste(image, (across, gap))
        across += image.width + gap
    return sheet


def save(image: Image.Image, name: str, widest: int = 1600) -> None:
    """Write a picture small enough for git."""
    image = image.convert("RGB")
    image.thumbnail((widest, widest))
    image.save(PICTURES / f"{name}.webp", quality=80, method=6)


def review_on_a_desktop(browser: Browser, site: str, password: str) -> None:
    """A translation as its reviewer finds it, one click away from their dashboard."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("reviewer-es")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    waiting = page.locator("section.w-panel").filter(has=page.get_by_role("heading", name="Awaiting your review"))
    waiting.locator("td.title a").first.click()
    page.get_by_role("button", name="Approve and publish").wait_for()
    page.screenshot(path=PICTURES / "review-desktop.png")


def main(site: str, names: list[str]) -> None:
    """Write the sheet and, unless some pages only are asked for, the pictures in `docs/pictures/`."""
    SHEET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=CHROMIUM_ARGUMENTS
        )
        reader = Reader(browser, site)
        shots = list(reader.everything(names or [*PLACES, *BROKEN], SHEET))
        (SHEET / "index.html").write_text(contact_sheet(shots), "utf-8")
        print(f"{len(shots)} pictures: {SHEET / 'index.html'}")  # noqa: T201
        if not names:
            walls(reader)
            story_on_a_phone(reader)
            components(reader)
            review_on_a_desktop(browser, site, os.environ.get("DEMO_PASSWORD") or own_secrets()["DEMO_PASSWORD"])
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    main(sys.argv[1], sys.argv[2:])
