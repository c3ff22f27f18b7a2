"""Attacks by where a story goes: somebody agreed to this website and to nothing else. What must happen: nothing of the
page is made to be taken away or to be shown on social media, and whoever approves it is told so."""

from __future__ import annotations

import pytest
from django.test import Client

from newsroom.review.law import LawError
from tests import factories
from tests.attacks import outside
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

TO_TAKE_AWAY = ("toolkit.zip", "talking-points/", "talking-points.pdf")


def story(*consents, **fields):
    """A story with everything that could be taken away."""
    points = ("talking_points", {"heading": "Say it", "points": [factories.talking_point()]})
    return factories.campaign_story(
        title="The gate", consents=factories.rests_on(*consents), body=[points],
        toolkit=[("file", factories.file_block())], **fields,
    )  # fmt: skip


def agreed_to(*uses):
    return factories.consent(uses=["web", *uses])


def status(address):
    return Client().get(address).status_code


def read(page):
    return Client().get(page.url).content.decode()


def oembed(page):
    return f"/oembed?url=http://testserver{page.url}"


def test_a_yes_to_this_website_makes_no_zip_no_sheet_and_no_pdf_and_links_to_none():
    page = story(agreed_to("offline", "social"), agreed_to("social"))
    assert [status(page.url + each) for each in TO_TAKE_AWAY] == [404] * 3
    html, data = read(page), outside.ask(f"/api/v1/pages/{page.pk}/").json()
    assert not [each for each in TO_TAKE_AWAY if each in html]
    assert data["toolkit_url"] is None
    assert [(block["sheet_url"], block["pdf_url"]) for block in data["body"]] == [("", None)]
    assert outside.ask("/api/v1/toolkits/", {"locale": "en"}).json()["items"] == []
    assert status(f"/share/{page.pk}.png") == status(oembed(page)) == 200


def test_a_yes_to_this_website_makes_no_poster_and_no_quotation_and_the_head_names_none():
    page = story(agreed_to("offline"))
    assert status(f"/share/{page.pk}.png") == status(oembed(page)) == 404
    html = read(page)
    assert f"/share/{page.pk}.png" not in html
    assert f"/share/{factories.home().pk}.png" in html
    assert "/oembed" not in html
    assert [status(page.url + each) for each in TO_TAKE_AWAY[:2]] == [200, 200]


def test_a_translation_goes_no_further_than_what_it_translates():
    factories.translated(factories.home())
    spanish = factories.translated(story(agreed_to()))
    assert status(spanish.url) == 200
    assert [status(spanish.url + each) for each in TO_TAKE_AWAY[:2]] == [404, 404]
    assert status(f"/share/{spanish.pk}.png") == 404


def test_whoever_approves_it_is_told_how_far_it_goes():
    page = story(agreed_to(), state="in_review")
    html = Desk(factories.editor()).read("wagtailadmin_pages:edit", page.pk)
    assert "Not everybody in it agreed to what people take away: readers get no zip, sheet or PDF of it" in html
    assert "no poster" in html


def test_a_picture_to_take_away_needs_a_yes_to_that():
    only_here = factories.rests_on(agreed_to("social"))
    graphic = factories.document("The face", "face.png", b"\x89PNG\r\n\x1a\n", consents=only_here)
    page = factories.campaign_story(state="draft", toolkit=[("file", factories.file_block(file=graphic))])
    with pytest.raises(LawError, match="is not for what people take away"):
        factories.submit(page)
