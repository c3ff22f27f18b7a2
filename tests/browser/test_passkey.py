"""A passkey, in a browser that has one built in for the test: set up, taken off, and asked for. And what the admin's
policy does not run, on the pages where Wagtail would have inline scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import factories


@pytest.fixture
def with_passkeys(page: Page):
    """This tab's device keeps passkeys, and its owner says yes to everything."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in(page: Page, site: str, person) -> None:
    page.goto(f"{site}/admin/login/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_passkey_is_set_up_and_asked_for(live_server, with_passkeys: Page, settings):
    settings.SECOND_FACTOR_FOR = "everybody"
    page, person = with_passkeys, factories.superuser()
    site = live_server.url.replace("127.0.0.1", "localhost")
    faults: list[str] = []
    page.on(
        "console", lambda message: faults.append(f"{page.url}: {message.text}") if message.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))

    sign_in(page, site, person)
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    expect(page.get_by_text("Your password alone opens nothing here")).to_be_visible()
    page.locator("section", has_text="Security Keys").get_by_role("link", name="Add").click()
    expect(page.get_by_role("link", name="Back to the second factor")).to_be_visible()
    page.get_by_role("button", name="Add").click()
    assert len(page.get_by_label("Unused codes").input_value().split()) == 10
    page.goto(f"{site}/admin/")
    expect(page.get_by_role("heading", name="North Star")).to_be_attached()

    page.context.clear_cookies()
    sign_in(page, site, person)
    page.wait_for_url("**/admin/login/second-factor/")
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/admin/")
    key = person.authenticator_set.get(type="webauthn")
    assert key.last_used_at and key.wrap().name == "Security key 1"  # No name was given.
    assert faults == []

    # A date picker, a chooser and an inline panel work, and no page breaks the policy.
    page.goto(f"{site}/admin/reports/site-history/")
    expect(page.locator(".xdsoft_datetimepicker")).to_have_count(2)
    page.goto(f"{site}/admin/redirects/add/")
    page.get_by_role("button", name="Choose a page").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    for address in (f"pages/{factories.home().pk}/edit/", "images/add/", "localize/submit/page/3/"):
        assert page.goto(f"{site}/admin/{address}").ok, address
    assert faults == []
