"""The journey of a page by clicking: written, sent back, mended, approved, read; translated, approved, read again.

Each step is done by a person who signs in and starts from what waits on their dashboard. What they see is kept as
`journey/<step>.png` in `.cache/screens/`, or in the folder of SCREENS.
"""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.desk import Desk
from tests.browser.screens import Screens

TITLE = "The list that was burned"
TEXT = "Everybody came to the hearing."
MENDED = " Nine of eleven voted for it."
REASON = "Say how the vote went."
SPANISH = {
    TITLE: "La lista que se quemó",
    "How a town burned its list.": "Cómo un pueblo quemó su lista.",
    "Riverton": "Riverton, junto al río",
    TEXT + MENDED: "Todo el mundo vino a las audiencias. Nueve de once votaron a favor.",
}
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def newsroom(live_server, visit):
    """A site with a home page and its stories in two languages, and nothing in them yet."""
    for page in (factories.home(), factories.story_index()):
        factories.translated(page, "es")
    return Newsroom(live_server.url, visit)


class Newsroom:
    """The site, and a desk for each of its people."""

    def __init__(self, url, visit):
        self.url, self.visit, self.screens = url, visit, Screens("journey")

    def desk(self, person):
        return Desk(self.visit(viewport=DESKTOP), self.url, person, self.screens)

    def reader(self):
        return self.visit(viewport=PHONE).new_page()


def test_a_story_is_written_sent_back_mended_approved_translated_and_read_in_both_languages(newsroom):
    writer, editor = newsroom.desk(factories.writer()), newsroom.desk(factories.editor())
    reader = newsroom.reader()
    write_and_submit(writer)
    the_public_sees_nothing(newsroom, reader)
    send_back(editor)
    mend_and_resubmit(writer)
    approve(editor)
    read_in_english(newsroom, reader)
    translate_and_submit(newsroom.desk(factories.translator("es")))
    the_public_sees_no_spanish(newsroom, reader)
    approve_in_spanish(newsroom.desk(factories.reviewer("es")))
    read_in_spanish(newsroom, reader)


def write_and_submit(writer):
    page = writer.page
    writer.keep("01-writer-signs-in")
    page.get_by_role("button", name="Pages").click()
    page.get_by_role("complementary", name="Sidebar").get_by_role("link", name="Stories", exact=True).click()
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name="Campaign story", exact=True).click()
    page.get_by_placeholder("Page title").fill(TITLE)
    page.get_by_role("textbox", name="Summary").fill("How a town burned its list.")
    page.get_by_role("textbox", name="Place").fill("Riverton")
    page.get_by_role("spinbutton", name="Began in").fill("2019")
    page.get_by_role("spinbutton", name="Ended in").fill("2021")
    page.get_by_role("combobox", name="Status").select_option("won")
    body = page.get_by_role("region", name="Body", exact=True)
    body.get_by_role("button", name="Insert a block").click()
    writer.keep("02-writer-chooses-a-block")
    page.get_by_role("option", name="Text").click()
    writer.write(body, TEXT)
    page.get_by_role("radio", name="It shows nobody and tells of nobody").check()
    writer.keep("03-writer-writes")
    writer.save_draft()
    writer.choose("Submit to Editorial review")
    writer.is_told("has been submitted")
    writer.keep("04-writer-submits")


def the_public_sees_nothing(newsroom, reader):
    assert reader.goto(f"{newsroom.url}/en/stories/the-list-that-was-burned/").status == 404
    reader.goto(f"{newsroom.url}/en/stories/")
    expect(reader.get_by_text(TITLE)).to_have_count(0)


def send_back(editor):
    editor.dashboard()
    editor.keep("05-editor-finds-it-waiting")
    editor.open("Awaiting your review", TITLE)
    editor.choose("Request changes")
    why = editor.page.get_by_role("textbox", name="What has to change?")
    why.fill(REASON)
    editor.keep("06-editor-says-why")
    editor.page.get_by_role("dialog").filter(has=why).get_by_role("button", name="Request changes").click()
    editor.is_told("went back to its author, with your reason")
    editor.dashboard()
    expect(editor.panel("Awaiting your review").get_by_role("link", name=TITLE)).to_have_count(0)


def mend_and_resubmit(writer):
    writer.dashboard()
    expect(writer.panel("What you handed in")).to_contain_text(REASON)
    writer.keep("07-writer-finds-the-reason")
    writer.open("What you handed in", TITLE)
    writer.is_told(REASON)
    writer.write(writer.page.get_by_role("region", name="Body", exact=True), MENDED)
    writer.keep("08-writer-mends")
    writer.choose("Resubmit to Editorial review")
    writer.is_told("has been submitted")


def approve(editor):
    editor.dashboard()
    editor.open("Awaiting your review", TITLE)
    expect(editor.page.get_by_role("region", name="Body", exact=True)).to_contain_text(MENDED.strip())
    editor.choose("Approve")
    editor.is_told("is approved and public")
    editor.keep("09-editor-approved")


def read_in_english(newsroom, reader):
    reader.goto(f"{newsroom.url}/en/")
    reader.get_by_text("Menu", exact=True).click()
    reader.get_by_role("navigation", name="Main menu").get_by_role("link", name="Stories").click()
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text(TEXT + MENDED)).to_be_visible()
    newsroom.screens.keep(reader, "10-public-in-english")


def translate_and_submit(translator):
    page = translator.page
    expect(translator.panel("Waiting for translation")).to_contain_text("Not translated yet")
    translator.keep("11-translator-finds-it-waiting")
    translator.open("Waiting for translation", TITLE)
    expect(page.get_by_role("checkbox", name="Español")).to_be_checked()
    translator.keep("12-translator-asks-for-it")
    page.get_by_role("button", name="Submit").click()
    for source, translation in SPANISH.items():
        text = page.locator("li.incomplete").filter(has_text=source)
        text.get_by_role("button", name="Translate").click()
        typed = text.get_by_role("textbox")
        expect(typed).to_have_attribute("lang", "es")
        expect(typed).to_have_attribute("dir", "ltr")
        typed.fill(translation)
        if source == TITLE:
            expect(page.get_by_text(TITLE, exact=True).and_(page.locator("[lang=en][dir=ltr]"))).to_be_visible()
            translator.keep("13-translator-translates")
        text.get_by_role("button", name="Save").click()
        expect(page.locator("li.complete").filter(has_text=translation)).to_be_visible()
    page.get_by_role("button", name="Submit for review", exact=True).click()
    translator.is_told("was submitted for review")
    translator.keep("14-translator-submits")


def the_public_sees_no_spanish(newsroom, reader):
    assert reader.goto(f"{newsroom.url}/es/stories/the-list-that-was-burned/").status == 404


def approve_in_spanish(reviewer):
    reviewer.keep("15-reviewer-finds-it-waiting")
    reviewer.open("Awaiting your review", SPANISH[TITLE])
    reviewer.is_told(SPANISH["How a town burned its list."])
    reviewer.keep("16-reviewer-looks-at-it")
    with reviewer.page.expect_popup() as opened:
        reviewer.page.get_by_role("link", name="Read it as readers will").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(SPANISH[TITLE])
    reviewer.screens.keep(opened.value, "17-reviewer-reads-it-as-readers-will")
    reviewer.page.get_by_role("button", name="Approve and publish").click()
    reviewer.is_told("is approved and public")
    reviewer.keep("18-reviewer-approved")


def read_in_spanish(newsroom, reader):
    reader.goto(f"{newsroom.url}/en/stories/the-list-that-was-burned/")
    languages = reader.get_by_role("navigation", name="Languages")
    languages.locator("summary").click()
    languages.get_by_role("link", name="Español").click()
    expect(reader.locator("html")).to_have_attribute("lang", "es")
    expect(reader.get_by_role("heading", level=1)).to_have_text(SPANISH[TITLE])
    expect(reader.get_by_text(SPANISH[TEXT + MENDED])).to_be_visible()
    newsroom.screens.keep(reader, "19-public-in-spanish")
    # The page says "audiencias" and "quemó": Spanish finds both by another form of the word.
    reader.get_by_text("Menú", exact=True).click()
    reader.get_by_role("searchbox").fill("audiencia quemar")
    reader.get_by_role("search").get_by_role("button").click()
    expect(reader.get_by_role("main").get_by_role("link", name=SPANISH[TITLE])).to_be_visible()
    newsroom.screens.keep(reader, "20-public-finds-it-in-spanish")
