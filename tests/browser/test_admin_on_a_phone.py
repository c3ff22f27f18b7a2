"""Wagtail's admin on a phone, where the button of its menu floats over the page."""

import pytest
from playwright.sync_api import Page, expect
from wagtail.users.models import UserProfile

from newsroom.consent.take_down import take_down
from tests import factories
from tests.review.test_review_in_browser import sign_in

# The words that lie below the menu's button, and whether the page's name has room in its header.
BELOW_THE_BUTTON = """() => {
  const button = document.querySelector('.sidebar-nav-toggle').getBoundingClientRect(), found = [];
  const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode, range = document.createRange();
    if (!node.textContent.trim() || node.parentElement.closest('.w-sr-only, svg')) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const across = box.left < button.right - 1 && box.right > button.left + 1;
      if (across && box.top < button.bottom - 1 && box.bottom > button.top + 1) found.push(node.textContent.trim());
    }
  }
  return found;
}"""
IS_WHOLE = "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.w-breadcrumbs'))"


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_menus_button_covers_no_words_and_a_report_shows_its_whole_name(page: Page, live_server, language):
    duty = factories.duty_editor()
    receipt = take_down(factories.campaign_story(), duty, "Somebody in it asked us twice to take it back.")
    UserProfile.objects.update_or_create(user=duty, defaults={"preferred_language": language})
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, live_server.url, duty)
    for path in ("account/second-factor/", f"reports/taken-down/{receipt.pk}/lift/", "reports/taken-down/"):
        page.goto(f"{live_server.url}/admin/{path}")
        expect(page.locator(".sidebar-nav-toggle")).to_be_visible()
        assert page.evaluate(BELOW_THE_BUTTON) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(IS_WHOLE)


def test_a_long_message_leaves_the_menus_button_its_place(page: Page, live_server):
    factories.editor()
    story = factories.campaign_story("in_review")
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, live_server.url, factories.editor())
    page.goto(f"{live_server.url}/admin/pages/{story.pk}/edit/")
    expect(page.locator(".messages li").first).to_be_visible()
    assert page.evaluate(BELOW_THE_BUTTON) == []
