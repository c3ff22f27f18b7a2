"""Attacks on what machines are told: no word, no address of anything that is not public, from the next request on."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.consent.take_down import take_down
from tests import factories

pytestmark = pytest.mark.django_db

TEXTS = ["/robots.txt", "/llms.txt", "/.well-known/security.txt"]
FEEDS = ["/en/feed.atom", "/en/feed.rss", "/en/stories/feed.atom", "/en/stories/announcements/feed.rss"]
FIXED = ["/sitemap.xml", "/sitemap-en.xml", *FEEDS, *TEXTS]
EVERYWHERE = [*FIXED, "/sitemap-es.xml", "/es/feed.atom", "/es/feed.rss"]
SECRET = "marigold"


@pytest.fixture(scope="module")
def translated_scenery(scenery):
    def make():
        factories.translated(factories.home(), "es")
        story = secret_story()
        return {"en": story, "es": factories.translated(story, "es")}

    return scenery(make)


@pytest.fixture
def translated(translated_scenery, db):
    """A story that says one word everywhere, in English and in Spanish, both public."""
    return translated_scenery.put_up().values()


@pytest.fixture(autouse=True)
def _a_contact(settings):
    settings.SECURITY_CONTACT = ["mailto:security@example.org"]


def everything() -> str:
    """All that machines are told, in one text."""
    answers = [Client().get(path) for path in EVERYWHERE]
    return "\n".join(answer.content.decode() for answer in answers if answer.status_code == 200).lower()


def secret_story(state="public", **fields):
    """A story that says one word everywhere, and nobody else says it."""
    body = [("text", f"<p>{SECRET} in the text</p>"), ("quote", {"text": SECRET, "attribution": SECRET})]
    words = {"title": f"The {SECRET}", "summary": SECRET, "place": SECRET, "people": SECRET, "slug": SECRET}
    return factories.campaign_story(state, body=body, **{**words, **fields})


def expire(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def put_below_a_private_page(page):
    make_private(page.get_parent())


def remove(page):
    take_down(page, factories.duty_editor(), "Somebody in it is at risk.")


def put_live_on_what_nobody_approved(page):
    revision = factories.edit(page, summary="Sneaked in")
    Page.objects.filter(pk=page.pk).update(live_revision=revision)


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled", "taken_down"])
def test_a_page_that_is_not_public_is_nowhere(state):
    factories.announcement()
    secret_story(state)
    said = everything()
    assert SECRET not in said
    assert "the network launches" in said


@pytest.mark.parametrize(
    "end", [expire, make_private, put_below_a_private_page, remove, put_live_on_what_nobody_approved]
)
def test_a_page_that_was_public_is_gone_with_the_next_request_in_every_language(end, translated):
    story, translation = translated
    tags = {path: Client().get(path).headers["ETag"] for path in EVERYWHERE}
    assert everything().count(SECRET) > 10
    end(story)
    if end is not remove:
        assert Page.objects.get(pk=translation.pk).live
        end(translation)
    said = everything()
    assert SECRET not in said
    assert "sneaked in" not in said
    for path in ("/sitemap-en.xml", "/en/feed.atom", "/es/feed.rss"):
        assert Client().get(path, headers={"If-None-Match": tags[path]}).status_code == 200


def test_a_page_that_others_refer_to_takes_its_words_out_of_their_entries_too():
    ally = factories.partner(title=f"{SECRET} neighbours", summary=SECRET, slug=SECRET)
    link = ("text", f'<p>Read <a linktype="page" id="{ally.pk}">about them</a>.</p>')
    factories.campaign_story(body=[link], partners=[("page", ally)])
    assert SECRET in everything()
    remove(ally)
    said = everything()
    assert SECRET not in said
    assert "about them" in said


@pytest.mark.usefixtures("spanish_home")
@pytest.mark.parametrize("state", ["started", "draft", "in_review", "rejected"])
def test_a_translation_on_its_way_is_named_by_no_other_language(state):
    story = factories.campaign_story()
    translation = factories.translated(story, "es", state=state)
    said = everything()
    assert f"/es/stories/{translation.slug}/" not in said
    assert "[es] [es]" not in said
    assert f"/en/stories/{story.slug}/" in said


def test_an_edit_changes_nothing_until_it_is_approved():
    story = factories.campaign_story()
    before = everything()
    factories.edit(story, title=SECRET, summary=SECRET)
    assert everything() == before


def test_a_home_that_is_not_public_is_in_no_list_and_gives_no_name():
    factories.home(title=SECRET, summary=SECRET, lead=SECRET)
    assert SECRET in everything()
    remove(factories.home())
    assert SECRET not in everything()


def test_every_kept_copy_asks_again_and_nobody_is_known():
    factories.campaign_story()
    staff = Client()
    staff.force_login(factories.superuser())
    for path in FIXED:
        response = staff.get(path)
        assert response.status_code == 200
        assert response.content == Client().get(path, headers={"Host": "localhost", "Accept-Language": "ar"}).content
        assert not response.cookies
        assert "Vary" not in response.headers
        assert "no-cache" in response.headers["Cache-Control"]
        again = Client().get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", response.headers["ETag"])


def test_an_answer_has_the_headers_that_every_answer_has_and_only_reading_is_allowed():
    factories.campaign_story()
    client = Client(enforce_csrf_checks=True)
    for path in FIXED:
        response = client.get(path)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(path).status_code == 405
