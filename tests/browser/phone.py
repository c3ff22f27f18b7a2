"""A phone that notes what a page costs: bytes on the line, shifts of what is read, the time to the largest paint."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Response

SCREEN = {"width": 360, "height": 740}
KB = 1024
# What a page may cost, in bytes; the first view is everything that is loaded before anybody scrolls.
HTML, CSS, JS, FIRST_VIEW = 50 * KB, 30 * KB, 15 * KB, 150 * KB
LARGEST_PAINT = 2.5  # seconds, on the slow line below
# Nothing moves. What is allowed is a word that ends up a pixel aside when its letters arrive late, less than a line of
# text would be: a fifth of what is called good (web.dev/cls). docs/decisions/0010-type.md has the figures.
SHIFT = 0.02
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOW_PROCESSOR = 4  # times slower than this machine

_WATCH = """
window.watched = {shift: 0, shifted: [], paint: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    watched.shift += entry.value;
    watched.shifted.push(...entry.sources.map(({node}) => node?.outerHTML?.slice(0, 80) ?? String(node?.textContent)));
  }
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) watched.paint = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
"""
_IN_VIEW = """async () => {
  await document.fonts.ready;
  const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
  await Promise.allSettled(seen.map((image) => image.decode()));
  // The browser tells of a paint when it has time to.
  for (let tries = 0; tries < 100 && !watched.paint; tries += 1) await new Promise((done) => setTimeout(done, 50));
  return watched.paint;
}"""
_READ_TO_THE_END = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
    scrollTo({top, behavior: "instant"});
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  }
  await Promise.allSettled([...document.images].map((image) => image.decode()));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  scrollTo({top: 0, behavior: "instant"});
  return [watched.shift, watched.shifted];
}"""


@dataclass
class Figures:
    """What one page costs: bytes as they were transferred (`html`, `css` and `js` as they are without compression),
    seconds to the largest paint, and how far things moved (Cumulative Layout Shift, up to the page's end)."""

    lang: str
    name: str
    html: int = 0
    css: int = 0
    js: int = 0
    first_view: int = 0
    loaded: list[str] = field(default_factory=list)
    paint: float = 0.0
    shift: float = 0.0
    shifted: list[str] = field(default_factory=list)
    complaints: int = 0

    def over_budget(self) -> list[str]:
        """Every budget that this page breaks, as a sentence."""
        said = [
            f"{what}: {spent / KB:.1f} KB, allowed are {allowed // KB}"
            for what, spent, allowed in (
                ("HTML", self.html, HTML),
                ("CSS", self.css, CSS),
                ("JS", self.js, JS),
                ("first view", self.first_view, FIRST_VIEW),
            )
            if spent > allowed
        ]
        if self.first_view > FIRST_VIEW:
            said.append(f"it loads {', '.join(self.loaded)}")
        if self.shift > SHIFT:
            said.append(f"it moves while it is read, by {self.shift:.3f}: {self.shifted}")
        return said


class Phone:
    """One tab of a context that keeps nothing from page to page, so that each visit is a first one."""

    def __init__(self, context: BrowserContext, *, slow: bool = False) -> None:
        context.add_init_script(_WATCH)
        self.asked: set[tuple[str, str]] = set()
        self.said: list[str] = []
        context.on("request", lambda request: self.asked.add(tuple(urlsplit(request.url)[:2])))
        self.context, self.page = context, context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self._wire = context.new_cdp_session(self.page)
        self._wire.send("Network.enable")
        self._wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        if slow:
            self._wire.send("Network.emulateNetworkConditions", SLOW_LINE)
            self._wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
        self._kinds: dict[str, str] = {}
        self._urls: dict[str, str] = {}
        self._whole: dict[str, int] = defaultdict(int)
        self._sent: dict[str, int] = defaultdict(int)
        self._wire.on("Network.responseReceived", self._answered)
        self._wire.on("Network.dataReceived", self._received)
        self._wire.on("Network.loadingFinished", self._finished)

    def at_full_speed(self) -> None:
        """Go on without waiting: what is looked at next is not a matter of time."""
        self._wire.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        self._wire.send("Network.emulateNetworkConditions", {**SLOW_LINE, "latency": 0, "downloadThroughput": -1})

    def visit(self, url: str, lang: str, name: str) -> tuple[Response | None, Figures]:
        """Open a page and read it to its end."""
        for noted in (self._kinds, self._urls, self._whole, self._sent, self.said):
            noted.clear()
        self.page.set_viewport_size(SCREEN)
        response = self.page.goto(url)
        figures = Figures(lang, name, paint=self.page.evaluate(_IN_VIEW) / 1000)
        figures.html, figures.css, figures.js = (self._bytes(kind) for kind in ("Document", "Stylesheet", "Script"))
        figures.first_view = sum(self._sent.values())
        figures.loaded = [f"{self._urls[one]} ({size / KB:.1f} KB)" for one, size in self._sent.items()]
        figures.shift, figures.shifted = self.page.evaluate(_READ_TO_THE_END)
        return response, figures

    def _bytes(self, kind: str) -> int:
        return sum(size for request, size in self._whole.items() if self._kinds.get(request) == kind)

    def _answered(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]
        self._urls[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def _received(self, event: dict[str, Any]) -> None:
        self._whole[event["requestId"]] += event["dataLength"]

    def _finished(self, event: dict[str, Any]) -> None:
        self._sent[event["requestId"]] = int(event["encodedDataLength"])


def table(rows: list[Figures]) -> list[str]:
    """The figures for people: a line for each page type and language."""
    head = (
        f"{'page':<26} {'lang':<8} {'HTML':>6} {'CSS':>6} {'JS':>6} {'first view':>11} {'CLS':>6} {'LCP':>7} {'axe':>4}"
    )
    lines = [head, "-" * len(head)]
    for row in sorted(rows, key=lambda each: (each.name, each.lang)):
        sizes = [f"{size / KB:>{width}.1f}" for size, width in ((row.html, 6), (row.css, 6), (row.js, 6))]
        lines.append(
            f"{row.name:<26} {row.lang:<8} {' '.join(sizes)} {row.first_view / KB:>8.1f} KB "
            f"{row.shift:>6.3f} {row.paint:>5.2f} s {row.complaints:>4}"
        )
    return lines
