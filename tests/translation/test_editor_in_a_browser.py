"""What only a browser shows of the editor: it draws itself, and every text in it says its language."""

import pytest
from playwright.sync_api import expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def translator(page, live_server):
    """A tab in which the Arabic translator is signed in."""
    person = factories.translator("ar")
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
