"""A page keeps still while its letters arrive: the stand-ins take the room that our faces take (docs/fonts).

A title that fills its last line to the brim may still break elsewhere: docs/decisions/0010-type.md."""

import pytest

from tests import factories

# How far the page moved under its reader's eyes, and the moment at which they would have seen it.
MOVED = """window.moved = 0; new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) window.moved += shift.value;
}).observe({type: "layout-shift", buffered: true})"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_story_does_not_move_when_its_letters_arrive(live_server, visit, lang):
    story = factories.campaign_story()
    if lang != "en":
        story = factories.translated(story, lang)
    page, held = visit(viewport={"width": 360, "height": 740}).new_page(), []
    page.add_init_script(MOVED)
    page.route("**/*.woff2", lambda request: held.append(request))
    page.goto(live_server.url + story.url, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    assert held, "the page asked for no face of ours"
    for request in held:
        request.continue_()
    page.unroute("**/*.woff2")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(PAINTED)
    # Good is below 0.1 (web.dev/cls). What is left are words that take another line within the room they have.
    assert page.evaluate("window.moved") < 0.1
