"""What axe-core finds wrong with a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Every rule that axe runs by default, its best practices among them, and the size of what one has to hit (WCAG 2.2).
ALL_RULES: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
CONTRAST: dict[str, Any] = {"runOnly": ["color-contrast"]}


def complaints(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds wrong, and the contrasts that it cannot judge: a sentence each.

    It comes in by the browser's debugging protocol, so the site's policy, which forbids inline scripts, stays on. It is
    half a megabyte, and comes in once a page."""
    axe = Axe("0") if page.evaluate("'axe' in window") else Axe()
    answer = axe.run(page, options={**options, "resultTypes": ["violations", "incomplete"]}).response
    unjudged = [rule for rule in answer["incomplete"] if rule["id"] == "color-contrast"]
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in [*answer["violations"], *unjudged]
        for node in rule["nodes"]
    ]


def open_everything(page: Page) -> None:
    """What is folded away is part of the page too."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def complaints_by_day_and_by_night(page: Page) -> list[str]:
    """All rules in the light scheme; in the dark one the rule that depends on colours. Menus stay open afterwards."""
    open_everything(page)
    found = complaints(page, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"by night: {complaint}" for complaint in complaints(page, CONTRAST)]
    page.emulate_media(color_scheme="light")
    return found
