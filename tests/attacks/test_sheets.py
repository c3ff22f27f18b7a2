"""Ways to read on a sheet, or in its PDF, what nobody approved for readers."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests import factories

pytestmark = pytest.mark.django_db


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
