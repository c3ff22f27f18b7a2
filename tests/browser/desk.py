"""A person at the newsroom's desk: signs in, finds what waits for them, clicks."""

import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.screens import Screens
from tests.factories import PASSWORD


class Desk:
    """One person's browser, signed in by the form, with a picture kept of each step."""

    def __init__(self, context: BrowserContext, site: str, person: Any, screens: Screens) -> None:
        self.page, self.site, self.screens = context.new_page(), site, screens
        self.page.goto(f"{site}/admin/")
        self.page.get_by_label("Username").fill(person.username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("link", name="Account", exact=True)).to_be_visible()

    def keep(self, name: str) -> None:
        self.screens.keep(self.page, name, whole=False)

    def dashboard(self) -> None:
        self.page.goto(f"{self.site}/admin/")

    def panel(self, heading: str) -> Locator:
        """One of the dashboard's panels, by its heading."""
        return self.page.locator("section.w-panel").filter(has=self.page.get_by_role("heading", name=heading))

    def open(self, heading: str, title: str) -> None:
        """Follow a title in one of the dashboard's panels."""
        self.panel(heading).get_by_role("link", name=title).click()

    def choose(self, action: str) -> None:
        """Choose from the menu beside "Save draft"."""
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name=action, exact=True).click()

    def write(self, panel: Locator, words: str) -> None:
        """Go on writing at the end of the one rich text in a panel, until its form holds the words: it takes them over
        a quarter of a second later."""
        text = panel.get_by_role("textbox")
        text.press("Control+End")
        text.press_sequentially(words)
        expect(panel.locator("input[name$='-value']")).to_have_value(re.compile(re.escape(words)))

    def save_draft(self) -> None:
        """Save, whether or not Wagtail's autosave came first: from then on the page has an address of its own."""
        self.page.get_by_role("button", name="Save draft").click()
        expect(self.page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))

    def is_told(self, sentence: str) -> None:
        """See this on the page."""
        expect(self.page.get_by_text(sentence).first).to_be_visible()
