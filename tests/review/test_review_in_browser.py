"""The review as it is clicked, with the scripts that Wagtail puts behind its buttons."""

from playwright.sync_api import Page, expect

from newsroom.authoring.visible import visible_pages
from tests import factories


def sign_in(tab: Page, site: str, person) -> None:
    tab.goto(f"{site}/admin/login/")
    tab.fill("[name=username]", person.username)
    tab.fill("[name=password]", factories.PASSWORD)
    tab.click("button[type=submit]")
    expect(tab.get_by_role("heading", name="North Star")).to_be_visible()


def open_menu(tab: Page) -> None:
    """The editor's menu, at the foot of its screen."""
    tab.locator(".footer .w-dropdown__toggle, .footer [data-w-dropdown-target=toggle]").first.click()


def test_a_reviewer_asks_for_changes_with_a_reason_and_later_approves_what_they_only_read(page: Page, live_server):
    factories.editor()
    story = factories.campaign_story("in_review", title="Nurses against a new wing")
    site = live_server.url
    sign_in(page, site, factories.editor())

    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("button", name="Request changes").click()
    dialogue = page.locator(".modal")
    dialogue.get_by_role("button", name="Request changes").click()
    expect(dialogue.get_by_text("Say what has to change")).to_be_visible()
    dialogue.locator("textarea").fill("Name the hospital.")
    dialogue.get_by_role("button", name="Request changes").click()
    expect(page.get_by_text("went back to its author")).to_be_visible()

    factories.edit(story, title="Nurses of Lake County against a new wing")
    factories.submit(story)
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name="Nurses of Lake County against a new wing").first.click()
    open_menu(page)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("is approved and public")).to_be_visible()
    assert visible_pages().filter(pk=story.pk).exists()


def test_a_duty_editor_takes_a_page_down_on_a_phone(page: Page, live_server):
    story = factories.campaign_story(title="A family's own words")
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, live_server.url, factories.duty_editor())
    row = page.locator("#public-pages-section, #public-pages").get_by_role("row", name="A family's own words")
    row.get_by_role("link", name="Take down…").click()
    page.get_by_label("Why is it taken down?").fill("Somebody in it is at risk.")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Take down in every language").click()
    expect(page.get_by_text("is taken down in every language")).to_be_visible()
    expect(page.get_by_role("heading", name="Receipt of a take-down")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(f"{live_server.url}/admin/reports/taken-down/")
    expect(page.get_by_role("link", name="Lift take-down…")).to_be_in_viewport()
    assert not visible_pages().filter(pk=story.pk).exists()
