"""`make screens`: take the pictures that README.md shows, of the demo while it runs.

It only looks, and needs `make demo` in another terminal, whose password is in `.demo/environment`. The pictures in git
were taken with the Noto fonts at hand (Debian: fonts-noto-core, fonts-noto-cjk).
"""

import os
import sys

from playwright.sync_api import Browser, sync_playwright

from demo.folder import own_secrets
from tests.browser.screens import REPOSITORY
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

PICTURES = REPOSITORY / "docs" / "pictures"
STORY = "/ar/stories/chicago/"


def story_on_a_phone(browser: Browser, site: str) -> None:
    """The top of a story in Arabic."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.goto(site + STORY)
    page.screenshot(path=PICTURES / "story-ar-phone.png")


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


def main(site: str) -> None:
    """Write both pictures into `docs/pictures/`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=CHROMIUM_ARGUMENTS
        )
        story_on_a_phone(browser, site)
        review_on_a_desktop(browser, site, os.environ.get("DEMO_PASSWORD") or own_secrets()["DEMO_PASSWORD"])
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
