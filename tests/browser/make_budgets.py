"""`make budgets`: measure every public page of the demo that runs, as a phone on a slow line gets it.

The line carries 1.6 Mbit a second with a round trip of 150 ms, the processor is four times slower than this one: what
Lighthouse calls a mobile phone. Files come as production serves them: style sheets and scripts compressed, HTML not.
The table goes to the terminal and to `.cache/budgets.txt`; a budget that is broken ends it with an error.
"""

import os
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.axe import complaints_by_day_and_by_night
from tests.browser.phone import LARGEST_PAINT, Figures, Phone, table
from tests.chromium import CHROMIUM, CHROMIUM_ARGUMENTS

REPORT = Path(__file__).resolve().parents[2] / ".cache" / "budgets.txt"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(site: str) -> list[str]:
    """The path of every public page, as the site tells search engines, and of what is no page in each language."""
    maps = [urlsplit(url).path for url in _read(f"{site}/sitemap.xml")]
    paths = [urlsplit(url).path for each in maps for url in _read(site + each)]
    languages = dict.fromkeys(path.split("/")[1] for path in paths)
    return [*paths, *(f"/{lang}/search/?q=a" for lang in languages), *(f"/{lang}/nowhere/" for lang in languages)]


def _read(url: str) -> list[str]:
    with urllib.request.urlopen(url) as answer:
        return [each.text or "" for each in ElementTree.parse(answer).iter(_LOC)]


def measure(context: BrowserContext, url: str) -> Figures:
    """One page, on a slow line."""
    phone = Phone(context, slow=True)
    parts = urlsplit(url).path.strip("/").split("/")
    _response, figures = phone.visit(url, parts[0], "/".join(parts[1:])[-26:] or "home")
    phone.at_full_speed()
    figures.complaints = len(complaints_by_day_and_by_night(phone.page))
    return figures


def main(site: str) -> int:
    """Measure every page: the number of budgets that are broken."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=CHROMIUM_ARGUMENTS
        )
        rows = []
        for path in addresses(site):
            context = browser.new_context()
            rows.append(measure(context, site + path))
            context.close()
        browser.close()
    broken = [f"{row.lang} {row.name}: {problem}" for row in rows for problem in _problems(row)]
    said = "\n".join([*table(rows), "", *(broken or [f"All {len(rows)} pages keep to their budgets."])])
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(f"{said}\n")
    sys.stdout.write(f"{said}\n")
    return len(broken)


def _problems(row: Figures) -> list[str]:
    said = row.over_budget()
    if row.paint > LARGEST_PAINT:
        said.append(f"largest paint after {row.paint:.2f} s, allowed are {LARGEST_PAINT} s")
    if row.complaints:
        said.append(f"axe complains {row.complaints} times")
    return said


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1].rstrip("/"))))
