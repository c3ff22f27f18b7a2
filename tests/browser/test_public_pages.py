"""Every public page is open to everybody: to those who use a phone, a keyboard or a screen reader, who cannot read
small contrasts, who run no scripts, and who must not be watched.

What a reader sees is kept as `pages/<width>-<language>-<type>.png` in `.cache/screens/`, or in the folder of SCREENS.
"""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import factories
from tests.browser.keyboard import go_through
from tests.browser.places import publish_everything
from tests.browser.screens import Screens

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# Every rule that axe runs by default, its best practices among them, and the size of what one has to hit (WCAG 2.2).
ALL_RULES = {"rules": {"target-size": {"enabled": True}}}
CONTRAST = {"runOnly": ["color-contrast"]}


def test_every_public_page_is_open_to_everybody(live_server, visit, subtests):
    """One walk past all pages: making them takes longer than looking at them."""
    reader = Reader(live_server.url, visit)
    for place in publish_everything():
        for check in CHECKS:
            with subtests.test(check.__name__, place=str(place)):
                check(reader, place)


class Reader:
    """Three windows on the same site: a desktop, a phone, and one that runs no scripts."""

    def __init__(self, site, visit):
        self.site, self.screens = site, Screens("pages")
        self.asked, self.said = set(), []
        # Nobody sees where they are while a page still glides there: those who mind ask for no motion.
        self.desktop_context = visit(viewport=DESKTOP, reduced_motion="reduce")
        self.desktop_context.on("request", lambda request: self.asked.add(urlsplit(request.url)[:2]))
        self.desktop = self.desktop_context.new_page()
        self.desktop.on("console", lambda message: self.said.append(message.text))
        self.phone = visit(viewport=PHONE).new_page()
        self.plain = visit(java_script_enabled=False, viewport=PHONE).new_page()


def it_is_there_and_looks_like_this(reader, place):
    assert reader.desktop.goto(reader.site + place.path).status == place.status
    reader.screens.keep(reader.desktop, f"1280-{place}")
    expect(reader.desktop.locator("html")).to_have_attribute("lang", place.lang)
    expect(reader.desktop.locator("html")).to_have_attribute("dir", "rtl" if place.lang == "ar" else "ltr")


def it_asks_nobody_else_stores_nothing_and_keeps_to_the_policy(reader, place):
    kept = reader.desktop.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
            (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert not any(kept)
    assert reader.desktop_context.cookies() == []
    assert reader.asked - {("data", "")} == {urlsplit(reader.site)[:2]}
    # A browser remarks on a 404 and on a 410; anything else that it says is a fault, a breach of the policy included.
    assert [line for line in reader.said if "the server responded with a status of 4" not in line] == []


def axe_finds_nothing_by_day_nor_by_night(reader, place):
    found = complaints(reader.desktop, ALL_RULES)
    reader.desktop.emulate_media(color_scheme="dark")
    found += complaints(reader.desktop, CONTRAST)
    reader.desktop.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def complaints(page, options):
    """What axe finds wrong, and the contrasts that it cannot judge: a sentence each.

    It comes in by the browser's debugging protocol, so the site's policy, which forbids inline scripts, stays on."""
    answer = Axe().run(page, options={**options, "resultTypes": ["violations", "incomplete"]}).response
    unjudged = [rule for rule in answer["incomplete"] if rule["id"] == "color-contrast"]
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in [*answer["violations"], *unjudged]
        for node in rule["nodes"]
    ]


def a_keyboard_comes_to_the_content_first_and_shows_where_it_is(reader, place):
    if place.name == "gone":
        return  # It is nothing but content: there is nothing to skip.
    page = reader.desktop
    page.reload()
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    assert go_through(page) == []
    skip.press("Enter")
    expect(page.locator("main")).to_be_focused()


def it_does_not_scroll_sideways_on_a_phone(reader, place):
    reader.phone.goto(reader.site + place.path)
    reader.screens.keep(reader.phone, f"360-{place}")
    needed = reader.phone.evaluate("document.documentElement.scrollWidth")
    assert needed <= PHONE["width"]


def it_reads_the_same_without_scripts(reader, place):
    reader.plain.goto(reader.site + place.path)
    expect(reader.plain.locator("h1")).to_be_visible()
    assert reader.plain.locator("body").inner_text() == reader.phone.locator("body").inner_text()


CHECKS = (
    it_is_there_and_looks_like_this,
    it_asks_nobody_else_stores_nothing_and_keeps_to_the_policy,
    axe_finds_nothing_by_day_nor_by_night,
    a_keyboard_comes_to_the_content_first_and_shows_where_it_is,
    it_does_not_scroll_sideways_on_a_phone,
    it_reads_the_same_without_scripts,
)


def test_a_reader_without_scripts_finds_a_story_opens_its_transcript_and_goes_on_in_arabic(live_server, visit):
    video = ("video", factories.video_block())
    story = factories.campaign_story(title="The jail that closed", videos=[video])
    in_arabic = factories.translated(story, "ar")
    page = visit(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/en/")
    page.get_by_text("Menu").click()
    page.get_by_role("searchbox").fill("jail")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="The jail that closed").click()
    expect(page).to_have_url(live_server.url + story.url)
    page.get_by_text("Transcript").click()
    expect(page.get_by_text("We stood here.")).to_be_visible()
    languages = page.get_by_role("navigation", name="Languages")
    languages.locator("summary").click()
    languages.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(live_server.url + in_arabic.url)
