"""A story's whole life by clicking, and what the site's logs hold of it afterwards: nothing of who it is about, and no
address of anybody who wrote it or read it."""

import logging

import pytest
from playwright.sync_api import expect

from config.log_format import JsonLines
from tests import factories
from tests.browser.desk import Desk
from tests.browser.screens import Screens

PSEUDONYM, LEGAL_NAME, CONTACT = "Zzyzxandra", "Quetzalli Villaseñor", "villasenor@hidden.example"
# As readers know her: she agreed to that, for as long as the page is there.
TITLE, PATH = "Xochitl came home", "/en/stories/xochitl-came-home/"
ADDRESS = "203.0.113.77"
NEVER = ("zzyzxandra", "quetzalli", "villase", "hidden.example", "xochitl", ADDRESS, "127.0.0.1", "mozilla")


@pytest.fixture
def logged(caplog):
    """What production writes down with LOG_LEVEL=DEBUG. (Granian's own log of requests is off, as everywhere.)"""
    for name in (None, "django"):
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: [JsonLines().format(record) for record in caplog.records]


@pytest.fixture
def context(visit):
    """One computer, where everybody signs in after the other."""
    return visit(extra_http_headers={"X-Forwarded-For": ADDRESS})


@pytest.fixture
def desk(live_server, context):
    def sit_down(person):
        context.clear_cookies()
        return Desk(context, live_server.url, person, Screens("logs"))

    return sit_down


def test_after_a_story_was_agreed_to_written_approved_read_and_taken_down_no_log_says_whose_it_is(
    live_server, context, desk, logged
):
    factories.story_index()
    record_consent(desk(factories.consent_keeper()).page, live_server.url)
    write_and_submit(desk(factories.writer()), live_server.url)
    approve(desk(factories.editor()))
    reader = context.new_page()
    assert reader.goto(f"{live_server.url}{PATH}").status == 200
    reader.goto(f"{live_server.url}/en/search/?q=Xochitl")
    expect(reader.get_by_role("main").get_by_role("link", name=TITLE)).to_be_visible()
    take_down(desk(factories.duty_editor()), live_server.url)
    assert reader.goto(f"{live_server.url}{PATH}").status == 410
    assert reader.goto(f"{live_server.url}/en/Xochitl/Villaseñor/").status == 404
    lines = logged()
    assert any("Gone" in line for line in lines), "nothing was logged: this test shows nothing"
    assert not [line for line in lines for word in NEVER if word in line.lower()]


def record_consent(page, site):
    page.goto(f"{site}/admin/consents/record/")
    page.get_by_role("textbox", name="Pseudonym").fill(PSEUDONYM)
    for name in ("what they said", "their real name", "Every language", "this website"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("textbox", name="How it was given").fill("At the kitchen table.")
    page.get_by_role("textbox", name="Legal name").fill(LEGAL_NAME)
    page.get_by_role("textbox", name="How to reach them").fill(CONTACT)
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("button", name="Show name and contact").click()
    expect(page.get_by_text(LEGAL_NAME)).to_be_visible()


def write_and_submit(writer, site):
    page = writer.page
    page.goto(f"{site}/admin/pages/add/stories/campaignstorypage/{factories.story_index().pk}/")
    page.get_by_placeholder("Page title").fill(TITLE)
    page.get_by_role("textbox", name="Summary").fill("How Xochitl's town brought her home.")
    page.get_by_role("textbox", name="Place").fill("Riverton")
    page.get_by_role("spinbutton", name="Began in").fill("2019")
    page.get_by_role("combobox", name="Status").select_option("won")
    page.get_by_role("radio", name="It rests on these consents").check()
    page.get_by_role("checkbox", name=PSEUDONYM).check()
    page.get_by_role("checkbox", name="It says their real name").check()
    writer.save_draft()
    writer.choose("Submit to Editorial review")
    writer.is_told("has been submitted")


def approve(editor):
    editor.open("Awaiting your review", TITLE)
    editor.choose("Approve")
    editor.is_told("is approved and public")


def take_down(duty, site):
    duty.page.goto(f"{site}/admin/reports/taken-down/new/")
    duty.page.get_by_role("textbox", name="Its address").fill(f"{site}{PATH}")
    duty.page.get_by_role("button", name="Find it").click()
    duty.page.get_by_role("textbox", name="Why is it taken down?").fill("Quetzalli asked us to.")
    duty.page.get_by_role("button", name="Take down in every language").click()
    duty.is_told("is taken down in every language")
