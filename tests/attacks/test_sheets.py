"""Ways to read on a sheet, or in its PDF, what nobody approved for readers."""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.authoring import paper
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def body(text):
    return [("talking_points", {"heading": "", "points": [factories.talking_point(text=text)]})]


def answers(page, **headers):
    """What the sheet and its PDF answer: two statuses."""
    url = page.url or f"/en/stories/{page.slug}/"
    return [Client().get(url + name, headers=headers).status_code for name in ("talking-points/", "talking-points.pdf")]


def sheet(page):
    return Client().get(f"{page.url}talking-points/").content.decode()


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled"])
def test_a_page_on_its_way_has_no_sheet(state):
    assert answers(factories.campaign_story(state, body=body("Too early."))) == [404, 404]


def test_a_sheet_says_what_was_approved_in_the_language_of_its_page_and_nothing_newer():
    story = factories.campaign_story(body=body("Approved."))
    tag = Client().get(f"{story.url}talking-points.pdf")["ETag"]
    factories.edit(story, body=body("Smuggled."))
    type(story).objects.filter(pk=story.pk).update(
        body=[{"type": "talking_points", "value": {"heading": "", "points": [{"text": "Past the law."}]}}]
    )
    assert "Approved." in sheet(story)
    assert "Smuggled." not in sheet(story) and "Past the law." not in sheet(story)
    assert Client().get(f"{story.url}talking-points.pdf", headers={"if-none-match": tag}).status_code == 304
    waiting = factories.translated(story, "es", state="in_review")
    assert [Client().get(f"/es/stories/{waiting.slug}/talking-points{end}").status_code for end in ("/", ".pdf")] == [
        404, 404,
    ]  # fmt: skip


def test_a_sheet_goes_with_its_page_not_even_a_cache_keeps_it():
    taken, expired, private = (factories.campaign_story(body=body("Here.")) for _ in range(3))
    spanish = factories.translated(taken)
    tag = Client().get(f"{taken.url}talking-points.pdf")["ETag"]
    assert answers(private) == [200, 200]
    factories.take_down(taken, factories.duty_editor(), "Somebody in it is at risk.")
    Page.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert answers(taken, if_none_match=tag) == answers(spanish) == [410, 410]
    assert answers(expired) == answers(private) == [404, 404]
    assert taken.title not in Client().get(f"{taken.url}talking-points/").content.decode()


def test_many_who_ask_for_paper_at_once_do_not_keep_the_threads_from_those_who_read(monkeypatch):
    drawn, is_held = [], threading.Event()

    def slowly(html, size):
        drawn.append(html)
        assert is_held.wait(60)
        return b"%PDF"

    def ask(html):
        try:
            return paper.pdf(html, "a4")
        except paper.Busy:
            return None

    monkeypatch.setattr(paper, "_draw", slowly)
    monkeypatch.setattr(paper, "_drawn", {})
    with ThreadPoolExecutor(8) as readers:
        asked = [readers.submit(ask, "the same") for _reader in range(8)]
        # One draws, one waits for it; nobody else is kept.
        answers = as_completed(asked, timeout=60)
        assert [next(answers).result() for _refused in range(6)] == [None] * 6
        is_held.set()
        assert [answer.result() for answer in answers] == [b"%PDF"] * 2
    assert drawn == ["the same"]
    for number in range(50):
        monkeypatch.setattr(paper, "_draw", lambda html, size: html.encode())
        assert paper.pdf(f"another {number}", "a4")
    assert len(paper._drawn) == 32


def test_a_pdf_that_has_to_wait_says_when_to_ask_again_and_where_the_sheet_is(monkeypatch):
    story = factories.campaign_story(body=body("Here."))
    monkeypatch.setattr(paper, "_room", threading.BoundedSemaphore(1))
    paper._drawn.clear()
    with paper._room:
        answer = Client().get(f"{story.url}talking-points.pdf")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-cache")
    assert "ETag" not in answer and f"{story.url}talking-points/" in answer.content.decode()


def test_no_sheet_no_pdf_and_no_feed_passes_an_outdated_translation_off_as_what_the_page_says_today(monkeypatch):
    for section in (factories.home(), factories.story_index()):
        factories.translated(section)
    drawn = []
    monkeypatch.setattr(paper, "pdf", lambda html, size: drawn.append(html) or b"%PDF")
    spanish = factories.translated(factories.campaign_story(body=body("Here.")), state="outdated")
    feed = Client().get("/es/feed.atom").content.decode()
    assert Client().get(f"{spanish.url}talking-points.pdf").status_code == 200
    for said in (sheet(spanish), *drawn, feed):
        assert "Esta página ha cambiado desde que se tradujo." in said
