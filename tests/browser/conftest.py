"""A browser of one's own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

PATIENCE = 30_000  # milliseconds: a busy machine is slow, not broken


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser without a cookie in it: `visit(viewport=…, java_script_enabled=…)`."""
    expect.set_options(timeout=PATIENCE)
    opened = []

    def open_context(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
