"""What only a browser shows of the editor: it draws itself, and every text in it says its language."""

import pytest
from playwright.sync_api import expect

from tests import factories

STOP = "Stop Synced translation"


@pytest.fixture
def translator(page, live_server):
    """A tab in which the Arabic translator is signed in."""
    return signed_in(page, live_server, factories.translator("ar"))


def signed_in(page, live_server, person):
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", factories.PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def test_a_translator_types_right_to_left_saves_and_hands_in(live_server, translator):
    faults = []
    translator.on("pageerror", lambda fault: faults.append(fault))
    draft = factories.translated(factories.commitment(), "ar", state="started")
    translator.goto(f"{live_server.url}/admin/pages/{draft.pk}/edit/")
    for _ in range(2):
        translator.get_by_role("button", name="Translate", exact=True).first.click()
        text = translator.locator(".js-translation-editor textarea").first
        expect(text).to_have_attribute("lang", "ar")
        expect(text).to_have_attribute("dir", "rtl")
        text.fill("نستمع أولا")
        translator.get_by_role("button", name="Save", exact=True).click()
        expect(translator.get_by_text("Saving...")).to_have_count(0)
    saved = translator.locator(".js-translation-editor li.complete")
    expect(saved).to_have_count(2)
    expect(saved.first.locator("> p")).to_have_attribute("lang", "en")
    expect(saved.first.locator("> div > p")).to_have_attribute("dir", "rtl")
    translator.get_by_role("button", name="Submit for review: العربية").click()
    expect(translator.locator(".review-panel__title")).to_contain_text("In review")
    expect(translator.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    assert faults == []


def test_stopping_the_translation_is_offered_to_administrators_only(live_server, page):
    public = factories.translated(factories.commitment(), "ar", state="public")
    draft = factories.translated(factories.commitment(title="Begun"), "ar", state="draft")
    signed_in(page, live_server, factories.translator("ar"))
    page.goto(f"{live_server.url}/admin/pages/{public.pk}/edit/")
    expect(page.locator(".js-translation-editor footer")).to_be_attached()
    expect(page.get_by_text(STOP)).to_be_hidden()
    expect(page.get_by_role("button", name="More actions")).to_have_count(0)
    page.goto(f"{live_server.url}/admin/pages/{draft.pk}/edit/")
    expect(page.get_by_text("its texts are saved here, and you submit them").first).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("link", name="Delete")).to_be_visible()
    expect(page.get_by_text(STOP)).to_be_hidden()

    page.context.clear_cookies()
    signed_in(page, live_server, factories.administrator())
    page.goto(f"{live_server.url}/admin/pages/{draft.pk}/edit/")
    page.locator(".js-translation-editor").get_by_role("button", name="More actions").click()
    expect(page.get_by_text(STOP)).to_be_visible()
