"""Talking points: cards on the page, a sheet to print, and a PDF that everybody can read."""

import hashlib
import io

import page as page_validation
import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.authoring import paper
from search.finding import find_ids
from tests import factories
from tests.web.api import ask
from tests.web.reading import read, squeeze

pytestmark = pytest.mark.django_db


def points(*said, **fields):
    block = {"heading": "Say it", "points": [factories.talking_point(text=text, **fields) for text in said]}
    return ("talking_points", block)


def story_with(*said, **fields):
    return factories.campaign_story(body=[points(*said)], won=[], **fields)


def pdf_of(page, query=""):
    return Client().get(f"{page.url}talking-points.pdf{query}")


def opened(response):
    assert response.status_code == 200
    return pikepdf.open(io.BytesIO(response.content))


def tags(element):
    """The kinds of a PDF's structure elements, from the top."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)
            yield from tags(kid)


def test_talking_points_are_cards_that_lead_to_their_sheet_and_say_the_same_in_json(client):
    story = story_with("Cages cost more than schools.", "Nobody is free alone.")
    section = read(client, story.url).select_one(".talking-points")
    assert [point.text for point in section.select(".point-text")] == [
        "Cages cost more than schools.", "Nobody is free alone.",
    ]  # fmt: skip
    assert section.select("button") == []  # A script makes them.
    assert section["data-copied"] == "Copied"
    assert read(client, story.url).select_one("script[src*='copy.js']").has_attr("defer")
    block = ask(f"pages/{story.pk}/")["body"][0]
    links = [link["href"] for link in section.select(".sheet-links a")]
    assert links == [block["sheet_url"], block["pdf_url"], f"{block['pdf_url']}?paper=letter"]
    assert block["points"][0] == {
        "text": "Cages cost more than schools.", "proof": "144 dollars a day for a bed, 38 for a desk.",
        "source": "The county's own budget", "source_url": "https://budget.example.org/",
    }  # fmt: skip
    assert find_ids("cages bed", "en") == [story.pk]


def test_the_sheet_holds_every_point_of_the_page_and_nothing_else_of_it(client):
    more = ("text", "<p>A long story.</p>")
    story = factories.campaign_story(body=[points("First."), more, points("Second.")])
    client.get(f"{story.url}talking-points/")
    with CaptureQueriesContext(connection) as queries:
        soup = read(client, f"{story.url}talking-points/")
    assert len(queries) <= 14, len(queries)
    assert [squeeze(point.text) for point in soup.select("ol .point-text")] == ["First.", "Second."]
    assert "A long story." not in soup.text
    assert (soup.h1.text, soup.html["lang"]) == (story.title, "en")
    assert soup.find("link", rel="canonical")["href"].endswith(story.url)
    assert soup.find(href=story.url)


def test_a_page_without_talking_points_has_no_sheet_and_a_page_of_that_name_keeps_its_address(client):
    story = factories.campaign_story()
    assert client.get(f"{story.url}talking-points/").status_code == pdf_of(story).status_code == 404
    index = factories.story_index()
    factories.home(body=[points("From the home page.")])
    assert "From the home page." in read(client, "/en/talking-points/").text
    assert pdf_of(factories.home()).status_code == 200
    own = factories.about(slug="talking-points", title="How we speak")
    assert read(client, own.url).h1.text == "How we speak"
    assert client.get(f"{index.url}talking-points/").status_code == 404


@pytest.mark.parametrize("code", ["en", "ar", "zh-hans"])
def test_the_pdf_is_tagged_and_says_its_title_and_language_in_every_script(code):
    story = story_with("Cages cost more than schools.")
    page = story if code == "en" else factories.translated(story, code)
    response = pdf_of(page)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{story.slug}-talking-points-{code}.pdf"'
    pdf = opened(response)
    assert str(pdf.Root.Lang) == code
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert page.title in str(pdf.docinfo.Title)
    judged = page_validation.validate_pdf_bytes(response.content, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in judged.failures] == []
    kinds = list(tags(pdf.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/L", "/LI", "/P", "/Link"} <= set(kinds)
    assert "/Figure" not in kinds
    assert pdf.Root.Outlines.First.Title == page.title
    fonts = [font for sheet in pdf.pages for font in sheet.Resources.Font.values()]
    assert fonts and all("/ToUnicode" in font for font in fonts)
    assert float(pdf.pages[0].MediaBox[2]) == pytest.approx(595.3, abs=0.5)


def test_the_same_words_are_the_same_pdf_and_it_is_not_drawn_again_for_who_has_it(monkeypatch):
    story = story_with("Nobody is free alone.")
    first = pdf_of(story)
    paper._drawn.clear()
    assert hashlib.sha256(pdf_of(story).content).digest() == hashlib.sha256(first.content).digest()
    assert first["Cache-Control"] == "no-cache"
    assert not first.cookies
    letter = pdf_of(story, "?paper=letter")
    with opened(letter) as pdf:
        assert float(pdf.pages[0].MediaBox[2]) == 612
    assert letter["ETag"] != first["ETag"]
    monkeypatch.setattr(paper, "pdf", None)
    again = Client().get(f"{story.url}talking-points.pdf", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache")
    head = Client().head(f"{story.url}talking-points.pdf")
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")
    assert Client().post(f"{story.url}talking-points.pdf").status_code == 405


def test_where_no_pdf_can_be_drawn_none_is_offered_and_its_address_says_so(monkeypatch, client):
    monkeypatch.setattr(paper, "can_print", lambda lang: False)
    story = story_with("Nobody is free alone.")
    assert read(client, story.url).select("a[href*='.pdf']") == []
    assert ask(f"pages/{story.pk}/")["body"][0]["pdf_url"] is None
    answer = pdf_of(story)
    assert answer.status_code == 501
    assert f"Print the sheet instead: {story.url}talking-points/" in answer.content.decode()
    assert read(client, f"{story.url}talking-points/").h1.text == story.title


def test_a_machine_without_pango_or_without_a_font_for_the_language_knows_it(monkeypatch):
    paper.can_print.cache_clear()
    assert paper.can_print("zh-hans")
    assert not paper._has_font("tlh")  # Nobody ships Klingon.
    paper.can_print.cache_clear()
    monkeypatch.setattr(paper, "find_library", lambda name: None)
    assert not paper.can_print("en")
    paper.can_print.cache_clear()
