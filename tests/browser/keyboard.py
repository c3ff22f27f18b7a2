"""Going through a page with the Tab key."""

from playwright.sync_api import Page

WHERE = """() => {
    const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
    return {
        what: on.outerHTML.slice(0, 120),
        left: on === document.body,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def go_through(page: Page) -> list[str]:
    """Press Tab to the end of the page, and give everything that had the focus without showing it."""
    unseen = []
    for _step in range(page.locator("a[href], button, input, summary, video").count()):
        page.keyboard.press("Tab")
        focus = page.evaluate(WHERE)
        if focus["left"]:
            break
        if not (focus["outlined"] and focus["inView"]):
            unseen.append(focus["what"])
    return unseen
