"""A cache in front of the site that never asks again. Attack: it goes on giving out what was taken down.

A real nginx, told to keep what the site says nobody may keep. What must happen: once the receipt's step is green, no
address of the page gives a word of it through the cache, and the step is red for as long as that is not so.
"""

import datetime
import threading
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from newsroom.authoring.delivery import absolute_url
from newsroom.authoring.ending import end_consents
from newsroom.authoring.models import NewsroomRendition
from newsroom.consent import keeping
from newsroom.consent.models import TakeDown
from newsroom.consent.removal.covered import covered
from newsroom.consent.removal.tasks import check_receipt
from newsroom.web.pictures import make_pictures_of
from newsroom.web.views import PageView
from tests import factories
from tests.consent.cache import ask, cache_in_front_of
from tests.review.admin import Desk, said

pytestmark = pytest.mark.usefixtures("spanish")

REASON = "Somebody in it is at risk."
TITLE, SLUG, OLD = "The house with the blue door", "the-house-with-the-blue-door", "the-house-before"


@pytest.fixture
def cache(live_server, settings):
    with cache_in_front_of(live_server.url) as cache:
        purge_by(cache, settings)
        yield cache


def purge_by(cache, settings):
    """As FRONTEND_CACHE=http://… sets it (`config.settings.wagtail`)."""
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": cache.url}
    }


@pytest.fixture
def story(transactional_db):
    """A public story in two languages, with a picture, a file and an alias, that another page shows a card of."""
    file, picture = factories.document(), factories.image()
    english = factories.campaign_story(
        title=TITLE,
        slug=OLD,
        body=[("picture", factories.picture_block(image=picture)), ("text", "<p>She slept in the cellar.</p>")],
        toolkit=[("file", factories.file_block(file=file))],
    )
    spanish = factories.translated(english, "es")
    english.referring = factories.commitment(campaigns=[("page", english)])
    english.alias = english.create_alias(parent=factories.home(), update_slug="an-alias-of-the-house")
    english.spanish, english.file, english.picture = spanish, file, picture
    return english


def pages_of(story):
    return list(covered(story.translation_key).select_related("locale"))


def own_addresses(story):
    """All that gives the story and nothing else, and answers."""
    found = [f"/api/v1/pages/by-key/{story.translation_key}/?locale={lang}" for lang in ("en", "es")]
    found += [f"/api/v1/images/{story.picture.pk}/"]
    found += [f"/api/v1/documents/{story.file.pk}/", f"/files/{story.file.pk}/{story.file.filename}"]
    for page in pages_of(story):
        path = page.specific.get_url()
        found += [iri_to_uri(path), iri_to_uri(f"/api/v1/pages/find/?path={path}"), f"/api/v1/pages/{page.pk}/"]
        found += [f"/api/v1/pages/find/?{urlencode({'path': path})}", f"/share/{page.pk}.png"]
        found += [iri_to_uri(f"{path}toolkit.zip"), f"/oembed?{urlencode({'url': iri_to_uri(absolute_url(path))})}"]
        make_pictures_of.call(page.pk)
    names = NewsroomRendition.objects.filter(image=story.picture).values_list("file", flat=True)
    return [*found, *(f"/media/{name}" for name in names)]


def lists_that_name(story):
    """What names it among other things."""
    parent = story.get_parent()
    referring = [story.referring.get_url(), f"/api/v1/pages/{story.referring.pk}/"]
    feeds = ["/en/stories/", "/en/feed.atom", "/en/feed.rss"]
    listed = f"/api/v1/pages/?{urlencode({'locale': 'en', 'child_of': parent.pk})}"
    return [*referring, *feeds, listed, "/sitemap-en.xml", "/sitemap-es.xml", "/llms.txt"]


def take_down(story):
    """By the button."""
    Desk(factories.duty_editor()).post("newsroom_take_down", story.pk, reason=REASON)
    return TakeDown.objects.get()


def later(record):
    """Nothing of before is under way any more."""
    TakeDown.objects.filter(pk=record.pk).update(created_at=timezone.now() - datetime.timedelta(minutes=1))


def step(record):
    line = record.steps.get(name="purge")
    return line.state, line.sentence


def words_in(answer):
    return [
        word
        for word in (
            TITLE,
            SLUG,
            OLD,
            "an-alias-of-the-house",
        )
        if word in answer.body
    ]


def test_the_attack_is_real_without_a_purge_the_cache_gives_out_what_the_site_does_not(cache, story, settings):
    settings.WAGTAILFRONTENDCACHE = {}
    address = story.get_url()
    assert not cache.ask(address).is_kept
    assert cache.ask(address).is_kept
    record = take_down(story)
    check_receipt.call(record.pk)
    assert record.is_complete
    assert ask(cache.site, address).status == 410
    answer = cache.ask(address)
    assert (answer.status, answer.is_kept) == (200, True)
    assert TITLE in answer.body


def test_nothing_of_a_page_is_given_out_through_a_cache_that_never_asks_again(cache, story):
    before = own_addresses(story)
    for address in before:
        cache.ask(address)
    # Such a cache keeps what stood at the old address too, under a name that the page has no more.
    factories.publish(story, slug=SLUG)
    now, lists = own_addresses(story), lists_that_name(story)
    kept = {address: (cache.ask(address), cache.ask(address))[1] for address in [*before, *now, *lists]}
    of_the_alias = {address for address in kept if "an-alias" in address or f"/{story.alias.pk}" in address}
    assert [address for address, answer in kept.items() if not answer.is_kept and address not in of_the_alias] == []
    assert any(address.startswith("/media/") for address in now)
    assert any(SLUG in address for address in now)
    assert len([address for address in lists if words_in(kept[address])]) >= len(lists) - 1
    record = take_down(story)
    later(record)
    check_receipt.call(record.pk)
    assert step(record)[0] == "done", step(record)
    for address in [*before, *now]:
        answer = cache.ask(address)
        assert answer.status in (404, 410), address
        assert not words_in(answer), address
    for address in lists:
        assert not words_in(cache.ask(address)), address
    assert cache.ask(iri_to_uri(story.get_url())).status == 410
    assert cache.ask(iri_to_uri(story.spanish.get_url())).status == 410


def test_the_step_is_red_while_the_cache_is_away_and_green_once_it_was_tried_again(cache, story, caplog):
    address = story.get_url()
    cache.ask(address)
    cache.stop()
    record = take_down(story)
    later(record)
    check_receipt.call(record.pk)
    state, why = step(record)
    assert state == "failed"
    assert why.startswith("The cache in front of the site refused ")
    assert "Connection refused" in caplog.text
    assert not any(word in why + caplog.text for word in (TITLE, OLD, story.file.filename))
    cache.start()
    assert cache.ask(address).is_kept, "it is still there"
    assert "Not all of it is gone yet" not in said(Desk(factories.duty_editor()).post("newsroom_receipt", record.pk))
    assert step(record)[0] == "done", step(record)
    assert cache.ask(address).status == 410


def test_an_answer_that_was_under_way_is_purged_too(cache, story, monkeypatch):
    began, go_on = threading.Event(), threading.Event()
    get = PageView.get

    def slow(self, *args, **kwargs):
        response = get(self, *args, **kwargs)
        began.set()
        go_on.wait(60)
        return response

    address, late = story.get_url(), []
    monkeypatch.setattr(PageView, "get", slow)
    reader = threading.Thread(target=lambda: late.append(cache.ask(address)), daemon=True)
    reader.start()
    assert began.wait(30)
    monkeypatch.setattr(PageView, "get", get)
    record = take_down(story)
    TakeDown.objects.filter(pk=record.pk).update(created_at=timezone.now())
    check_receipt.call(record.pk)
    assert step(record) == (
        "failed",
        "Purged. What was under way then may have come into the cache since: it is purged once more.",
    )
    go_on.set()
    reader.join(60)
    assert TITLE in late[0].body
    assert TITLE in cache.ask(address).body, "the cache has it again"
    later(record)
    check_receipt.call(record.pk)
    assert step(record)[0] == "done", step(record)
    assert cache.ask(address).status == 410


def test_a_server_that_is_no_cache_of_the_site_makes_no_step_green(cache, story, settings):
    record = take_down(story)
    later(record)
    # It knows none of the addresses, which is what a cache says that does not keep them.
    with cache_in_front_of(f"{cache.site}/nothing-is-here") as another:
        purge_by(another, settings)
        check_receipt.call(record.pk)
    assert step(record) == ("failed", "Through the cache in front of the site an address answers 404 and not 410.")


@pytest.mark.parametrize("way", ["a consent is revoked", "somebody unpublishes it"])
def test_what_leaves_without_a_take_down_leaves_the_cache_too(cache, story, way):
    ana, title = factories.consent("Ana"), "The bus at dawn"
    mine = factories.campaign_story(title=title, consents=factories.rests_on(ana))
    addresses = [mine.get_url(), f"/api/v1/pages/{mine.pk}/", "/en/feed.atom", "/en/stories/"]
    kept = {address: (cache.ask(address), cache.ask(address))[1] for address in addresses}
    assert all(answer.is_kept and title in answer.body for answer in kept.values())
    if way == "a consent is revoked":
        keeping.revoke(ana, factories.consent_keeper(), "Ana moved, and asked.")
        end_consents()
    else:
        mine.unpublish()
    assert [address for address in addresses if title in cache.ask(address).body] == []
