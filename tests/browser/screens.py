"""Pictures of what a person saw, kept as files for people to look at."""

import os
from pathlib import Path

from playwright.sync_api import Page

REPOSITORY = Path(__file__).resolve().parents[2]


class Screens:
    """Writes pictures below the folder that the environment's SCREENS names, else `.cache/screens/`, which git
    ignores. The same test writes the same names again."""

    def __init__(self, under: str) -> None:
        self.folder = Path(os.environ.get("SCREENS") or REPOSITORY / ".cache" / "screens") / under

    def keep(self, page: Page, name: str, whole: bool = True) -> None:
        """Keep the page as it is now, down to its end unless `whole` is false."""
        page.screenshot(path=self.folder / f"{name}.png", full_page=whole, animations="disabled")
