"""Going through a page with the Tab key."""

from playwright.sync_api import Page

WHERE = """() => {
    const on = document.activeElement, box = on.getBoundingClientRect(), style = getComputedStyle(on);
    // What stays at the top must not lie over what has the focus (WCAG 2.2, 2.4.11).
    const [first] = on.getClientRects(), strip = ".quick-exit";
    const above = first && document.elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
    return {
        covered: Boolean(above?.closest(strip)) && !on.closest(strip),
        what: on.outerHTML.slice(0, 120),
        left: on === document.body,
        round: on.classList.contains("skip"),
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
        if focus["left"] or focus["round"]:
            break
        if not (focus["outlined"] and focus["inView"]) or focus["covered"]:
            unseen.append(focus["what"])
    return unseen
