"""The example front end, built from a real site and read in a real browser: it says what the API says, asks nobody
else, and lets go of what is taken down."""

import datetime
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from newsroom.consent.take_down import take_down
from newsroom.translation.submissions import submit
from newsroom.web.models import WebhookEndpoint
from newsroom.web.previews.links import make_link, revoke
from newsroom.web.webhooks.models import new_secret
from tests import factories
from tests.browser.axe import complaints_by_day_and_by_night
from tests.examples import front_end

LANGUAGES = {"en": "ltr", "es": "ltr", "ar": "rtl"}
IN_SPANISH = ("home", "story_index", "campaign_story")
# What a block of each kind looks like.
BLOCKS = (
    ".prose b", "h2", "blockquote", ".number strong", "picture source[type='image/avif']", ".gallery figcaption",
    "video source", "video track", "a[type='application/pdf'], a[href$='/talking-points/']", ".call .button",
    ".milestones time", "a[href*='/files/'][type='text/plain']", "a[href*='/partners/']", "a[href*='/commitments/']",
)  # fmt: skip


class Reader:
    """A tab that notes whom it asks and what the browser remarks on."""

    def __init__(self, page):
        self.page, self.asked, self.said = page, set(), []
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        page.on("console", lambda message: self.said.append(message.text))

    def open(self, url):
        self.asked.clear()
        self.said.clear()
        return self.page.goto(url)


def api(**question):
    answer = Client().get("/api/v1/pages/", {"limit": 100, **question})
    assert answer.status_code == 200
    return answer.json()["items"]


def post(url, body, headers):
    try:
        with urlopen(Request(url, body.encode(), headers), timeout=20) as answer:
            return answer.status
    except HTTPError as refusal:
        return refusal.code


@pytest.fixture
def site(site_scenery, transactional_db, settings):
    """A page of each type in English and Arabic, by type and language, and some in Spanish: one by a machine."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    site = site_scenery.put_up()
    for name in IN_SPANISH:
        site[name, "es"] = factories.translated(site[name, "en"], "es")
    started, translator = factories.started(site["about", "en"], "es"), Client()
    translator.force_login(factories.translator("es"))
    translator.post(reverse("wagtail_localize:machine_translate", args=[started.pk]))
    submit(started.pk, factories.translator("es"))
    site["about", "es"] = factories.decide(started.get_target_instance(), "approve", factories.reviewer("es"))
    return site


def test_it_says_what_the_api_says_asks_nobody_else_and_lets_go_of_what_is_taken_down(live_server, site, page):
    only_english = factories.campaign_story(title="Only in English")
    outdated = factories.translated(factories.campaign_story(title="Gone on"), "ar", state="outdated")
    secret = new_secret()
    with front_end.running(live_server.url, secret) as front:
        reader = Reader(page)
        every_page_is_as_the_api_has_it(front, reader, site)
        every_block_is_there(front, reader, site["vision", "ar"])
        readers_are_told_what_translations_are_worth(front, reader, only_english, outdated, site["about", "es"])
        there_is_no_script_and_no_word_that_is_not_public(front)
        drafts_are_shown_by_their_link_alone(front, reader, live_server.url)
        nobody_else_has_it_built(front, secret)
        what_is_taken_down_goes(front, reader, secret, site["campaign_story", "en"])


def every_page_is_as_the_api_has_it(front, reader, site):
    kinds = set()
    for lang, direction in LANGUAGES.items():
        pages = api(locale=lang)
        for document in {document["type"]: document for document in pages}.values():
            kinds.add((document["type"], lang))
            assert reader.open(front.url + document["url"]).status == 200
            html = reader.page.locator("html")
            expect(html).to_have_attribute("lang", lang)
            expect(html).to_have_attribute("dir", direction)
            expect(reader.page.locator("h1")).to_have_text(document["title"])
            assert reader.page.title().startswith(document["title"])
            exact = {lang: document["url"]} | {each["lang"]: each["url"] for each in document["translations"]}
            ways = reader.page.locator(".languages a").evaluate_all("all => all.map((a) => [a.hreflang, a.pathname])")
            assert dict(ways) == {code: exact.get(code, f"/{code}/") for code in LANGUAGES}
            assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert (reader.asked, reader.said) == ({urlsplit(front.url).netloc}, [])
    assert kinds == set(site)
    assert reader.page.context.cookies() == []


def every_block_is_there(front, reader, vision):
    reader.open(front.url + vision.url)
    for block in BLOCKS:
        assert reader.page.locator(f"main {block}").count(), block
    sizes = reader.page.evaluate(
        """() => Promise.all([...document.images].map(async (image) => {
             image.loading = "eager"; await image.decode(); return [image.naturalWidth, image.currentSrc]; }))"""
    )
    assert sizes and all(width and source.endswith(".avif") for width, source in sizes)
    assert complaints_by_day_and_by_night(reader.page) == []
    assert reader.asked == {urlsplit(front.url).netloc}


def readers_are_told_what_translations_are_worth(front, reader, only_english, outdated, by_machine):
    reader.open(front.url + outdated.url)
    state = reader.page.locator(".state")
    expect(state).to_contain_text("تغيّرت هذه الصفحة منذ أن تُرجمت.")
    expect(state.locator("a")).to_have_attribute(
        "href", outdated.get_translations().get(locale__language_code="en").url
    )
    reader.open(front.url + by_machine.url)
    expect(state).to_have_text(
        [
            "Partes de esta página fueron traducidas por una máquina y leídas por una persona.",
            "El pasaje anterior fue traducido por una máquina, entero o en parte, y leído por una persona.",
        ]
    )
    reader.open(f"{front.url}/ar/stories/")
    card = reader.page.locator(".cards li", has_text=only_english.title)
    expect(card).to_have_attribute("lang", "en")
    expect(card.locator(".tag")).to_have_text("English")
    assert reader.open(f"{front.url}/ar/nowhere/").status == 404
    expect(reader.page.locator("[lang=ar] p").first).to_have_text("لا توجد صفحة على هذا العنوان")
    assert complaints_by_day_and_by_night(reader.page) == []


def there_is_no_script_and_no_word_that_is_not_public(front):
    draft = factories.campaign_story("draft", title="Nobody knows yet")
    pages = [text for path, text in front.files().items() if path.endswith(".html")]
    assert len(pages) == sum(len(api(locale=lang)) for lang in LANGUAGES) + 2
    for html in pages:
        assert "<script" not in html and " style=" not in html and draft.title not in html
        assert "default-src 'none'" in html


def drafts_are_shown_by_their_link_alone(front, reader, site):
    draft = factories.vision("draft", title="What nobody knows yet")
    link, token = make_link(draft, factories.writer(), 1)
    address = f"{front.url}/api/preview?content_type=home.visionpage&token={token}"
    answer = reader.open(address)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"
    expect(reader.page.locator("h1")).to_have_text(draft.title)
    expect(reader.page.locator(".state").first).to_have_text("Preview: this is not public.")
    assert reader.asked <= {urlsplit(front.url).netloc, urlsplit(site).netloc}
    assert reader.said == []
    revoke(link, factories.writer())
    assert reader.open(address).status == 410
    expect(reader.page.locator("body")).not_to_contain_text(draft.title)
    assert reader.open(f"{front.url}/api/preview?content_type=home.visionpage&token=x").status == 404


def nobody_else_has_it_built(front, secret):
    body, now = '{"type": "updated", "data": {"id": 1}}', timezone.now()
    before = front.folder.stat().st_ino
    right = front_end.signed(secret, body, now)
    assert post(front.hook, body, front_end.signed(new_secret(), body, now)) == 401
    assert post(front.hook, body, front_end.signed(secret, body, now - datetime.timedelta(minutes=6))) == 401
    assert post(front.hook, body, {**right, "webhook-id": "msg_other"}) == 401
    assert post(front.hook, body + " ", right) == 401
    assert post(front.hook, body, {}) == 401
    assert post(front.hook, "x" * 100_000, right) == 413
    assert front.folder.stat().st_ino == before


def what_is_taken_down_goes(front, reader, secret, story):
    WebhookEndpoint.objects.create(name="Front end", url=front.hook, secret=secret)
    call_command("deliver_webhooks", verbosity=0)
    address = front.url + story.url
    assert reader.open(address).status == 200
    pictures = set(front.folder.rglob("*.avif"))
    take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    call_command("deliver_webhooks", verbosity=0)
    assert reader.open(address).status == 404  # At once; what was made of it elsewhere goes with the build.
    front.wait_for("Built")
    assert reader.open(address).status == 404
    assert [path for path, text in front.files().items() if story.title in text] == []
    assert {path for path in pictures if not path.exists()}
