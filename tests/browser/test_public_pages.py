"""Every public page is open to everybody: to those who use a phone on a slow line, a keyboard or a screen reader, who
cannot read small contrasts, who run no scripts, who must not be watched, and who may have to be gone at once.

One walk past all pages, because making them takes longer than looking at them. The figures stand at the end of the run.
"""

import os
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.test import Client
from playwright.sync_api import expect

from tests.browser.axe import ALL_RULES, complaints, complaints_by_day_and_by_night
from tests.browser.keyboard import go_through
from tests.browser.phone import SCREEN, Figures, Phone, table
from tests.browser.places import publish_everything
from tests.browser.screens import Screens

DESKTOP = {"width": 1280, "height": 900}
# 320 CSS pixels are the narrowest phone, and what is left of 1280 at a zoom of 400 %.
NARROW = {"width": 320, "height": 256}
# Without a slow line this says little, and nothing at all on a busy machine; `make budgets` measures it in earnest.
PATIENCE_FOR_PAINT = 10  # seconds
ELSEWHERE = "https://*.wikipedia.org/**"


def test_every_public_page_is_open_to_everybody(live_server, site_scenery, visit, subtests, record_property):
    reader = Reader(live_server.url, visit)
    places = publish_everything(site_scenery.put_up())
    rows = []
    for place in places:
        reader.figures = Figures(place.lang, place.name)
        for check in CHECKS_BY_PHONE:
            with subtests.test(check.__name__, place=str(place)):
                check(reader, place)
        rows.append(reader.figures)
        if place.lang in ("en", "ar"):
            for check in CHECKS_AT_A_DESK:
                with subtests.test(check.__name__, place=str(place)):
                    check(reader, place)
    by_name = {str(place): live_server.url + place.path for place in places}
    for errand in ERRANDS:
        with subtests.test(errand.__name__):
            errand(reader, by_name, visit)
    record_property("what a page costs, without compression", "\n".join(table(rows)))


class Reader:
    """Three windows on the same site: a phone, a desktop, and one that runs no scripts."""

    def __init__(self, site, visit):
        self.site, self.screens = site, Screens("pages")
        self.phone = Phone(visit())
        self.figures = None
        # Nobody sees where they are while a page still glides there: those who mind ask for no motion.
        self.desktop = visit(viewport=DESKTOP, reduced_motion="reduce").new_page()
        self.plain = visit(java_script_enabled=False, viewport=SCREEN).new_page()

    def keep(self, page, name):
        """Keep a picture for people to look at, where somebody asked for them."""
        if "SCREENS" in os.environ:
            self.screens.keep(page, name)


# By phone


def it_is_there_and_keeps_to_its_budgets(reader, place):
    response, reader.figures = reader.phone.visit(reader.site + place.path, place.lang, place.name)
    assert response.status == place.status
    page = reader.phone.page
    expect(page.locator("html")).to_have_attribute("lang", place.lang)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if place.lang == "ar" else "ltr")
    assert reader.figures.over_budget() == []
    assert 0 < reader.figures.paint < PATIENCE_FOR_PAINT
    reader.keep(page, f"360-{place}")


def it_asks_nobody_else_stores_nothing_and_keeps_to_the_policy(reader, place):
    kept = reader.phone.page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
            (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert not any(kept)
    assert reader.phone.context.cookies() == []
    assert reader.phone.asked - {("data", "")} == {urlsplit(reader.site)[:2]}
    # A browser remarks on a 404 and on a 410; anything else that it says is a fault, a breach of the policy included.
    assert [line for line in reader.phone.said if "the server responded with a status of 4" not in line] == []


def axe_finds_nothing_by_day_nor_by_night(reader, place):
    found = complaints_by_day_and_by_night(reader.phone.page)
    reader.figures.complaints = len(found)
    assert not found, "\n".join(found)


def it_does_not_scroll_sideways_when_it_is_narrow_or_large(reader, place):
    reader.phone.page.set_viewport_size(NARROW)
    assert reader.phone.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


CHECKS_BY_PHONE = (
    it_is_there_and_keeps_to_its_budgets,
    it_asks_nobody_else_stores_nothing_and_keeps_to_the_policy,
    axe_finds_nothing_by_day_nor_by_night,
    it_does_not_scroll_sideways_when_it_is_narrow_or_large,
)


# At a desk, left to right and right to left


def a_keyboard_comes_to_the_way_out_and_the_content_first_and_shows_where_it_is(reader, place):
    page = reader.desktop
    page.goto(reader.site + place.path)
    reader.keep(page, f"1280-{place}")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    if place.name != "gone":  # That is nothing but content: there is nothing to skip.
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(page.locator("[data-quick-exit]")).to_be_focused()
    assert go_through(page) == []
    if place.name != "gone":
        skip.press("Enter")
        expect(page.locator("main")).to_be_focused()


def axe_finds_nothing_on_a_wide_screen(reader, place):
    found = complaints(reader.desktop, ALL_RULES)
    reader.figures.complaints += len(found)
    assert not found, "\n".join(found)


def it_reads_the_same_without_scripts(reader, place):
    reader.plain.goto(reader.site + place.path)
    expect(reader.plain.locator("h1")).to_be_visible()
    reader.phone.page.set_viewport_size(SCREEN)
    plain, scripted = (page.locator("body").inner_text().splitlines() for page in (reader.plain, reader.phone.page))
    assert set(plain) - set(scripted) == set()
    # What needs a script is not there, rather than dead.
    assert reader.plain.locator("button:not([type=submit]):visible").count() == 0


CHECKS_AT_A_DESK = (
    a_keyboard_comes_to_the_way_out_and_the_content_first_and_shows_where_it_is,
    axe_finds_nothing_on_a_wide_screen,
    it_reads_the_same_without_scripts,
)


# What readers do there


def the_whole_site_is_read_without_scripts_and_every_link_answers(reader, by_name, visit):
    """From the front doors on, by plain HTTP: what is not in the HTML is not there."""
    found, waiting, client = {}, [f"/{lang}/" for lang in ("en", "es", "ar", "zh-hans")], Client()
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        found[address] = answer.status_code
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        if answer.get("Content-Type", "").startswith("text/html"):
            soup = BeautifulSoup(b"".join(answer) if answer.streaming else answer.content, "html.parser")
            assert len(soup.main.get_text(" ", strip=True)) > 20, address
            links = {urljoin(address, link["href"].partition("#")[0]) for link in soup.body.select("a[href]")}
            # A choice among filters leads to every other choice: one of each is enough.
            waiting += [link for link in links if link.startswith("/") and not ("?" in link and "?" in address)]
        elif answer.streaming:
            answer.close()
    assert {address: status for address, status in found.items() if status not in (200, 301, 302)} == {}
    pages = {urlsplit(url).path for name, url in by_name.items() if not name.split("-")[-1].startswith(OF_NO_TREE)}
    assert pages - set(found) == set()


OF_NO_TREE = ("search", "not_found", "gone")


def a_reader_without_scripts_opens_a_transcript_and_goes_on_in_arabic(reader, by_name, visit):
    page = reader.plain
    page.goto(f"{reader.site}/en/")
    page.get_by_text("Menu").click()
    page.get_by_role("searchbox").fill("jail")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{reader.site}/en/search/?q=jail")
    page.goto(by_name["en-campaign_story"])
    page.get_by_text("Transcript").first.click()
    expect(page.get_by_text("We stood here.").first).to_be_visible()
    languages = page.get_by_role("navigation", name="Languages")
    languages.locator("summary").click()
    languages.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(by_name["ar-campaign_story"])


def somebody_who_must_be_gone_is_gone_and_does_not_come_back(reader, by_name, visit):
    context = visit(viewport=DESKTOP)
    left = []

    def neutral(route):
        left.append(route.request.all_headers())
        route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")

    context.route(ELSEWHERE, neutral)
    page = context.new_page()
    # A link, or Escape three times: where scripts run, "back" leads past the page that was left.
    for leave in (
        lambda: page.locator("[data-quick-exit]").click(),
        lambda: [page.keyboard.press("Escape") for _ in range(3)],
    ):
        page.goto(f"{reader.site}/en/")
        page.goto(by_name["en-campaign_story"])
        for key in ("Escape", "Escape", "a", "Escape"):
            page.keyboard.press(key)
        expect(page).to_have_url(by_name["en-campaign_story"])  # Another key in between: nobody meant to leave.
        page.keyboard.press("a")
        leave()
        expect(page).to_have_url("https://en.wikipedia.org/")
        page.go_back()
        expect(page).to_have_url(f"{reader.site}/en/")
    # Without scripts it is a link like any other.
    context = visit(java_script_enabled=False)
    context.route(ELSEWHERE, neutral)
    page = context.new_page()
    page.goto(by_name["ar-campaign_story"])
    page.locator("[data-quick-exit]").click()
    expect(page).to_have_url("https://ar.wikipedia.org/")
    assert len(left) == 3
    assert not any("referer" in headers for headers in left)
    page.goto(by_name["ar-campaign_story"])
    page.emulate_media(media="print")
    expect(page.locator(".quick-exit")).to_be_hidden()


def the_way_out_stays_in_sight_and_covers_nothing(reader, by_name, visit):
    page = reader.phone.page
    page.set_viewport_size(SCREEN)
    page.goto(by_name["ar-campaign_story"])
    page.evaluate("scrollTo({top: document.body.scrollHeight / 2, behavior: 'instant'})")
    expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
    page.locator(".quick-exit a").last.click()
    box, strip = (page.locator(place).bounding_box() for place in ("#leaving", ".quick-exit"))
    assert strip["y"] + strip["height"] <= box["y"] + 1


def a_page_is_handed_on_by_its_link_or_by_the_device(reader, by_name, visit):
    context = visit()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(by_name["en-vision"])
    address = page.get_by_label("The address of this page").input_value()
    assert urlsplit(address).path == urlsplit(by_name["en-vision"]).path
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("[data-share]").get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.add_init_script("navigator.share = async (what) => { window.handedOn = what; }")
    page.reload()
    page.get_by_role("button", name="Share this page").click()
    assert page.evaluate("handedOn") == {"title": "Our vision", "url": address}


ERRANDS = (
    the_whole_site_is_read_without_scripts_and_every_link_answers,
    a_reader_without_scripts_opens_a_transcript_and_goes_on_in_arabic,
    somebody_who_must_be_gone_is_gone_and_does_not_come_back,
    the_way_out_stays_in_sight_and_covers_nothing,
    a_page_is_handed_on_by_its_link_or_by_the_device,
)
