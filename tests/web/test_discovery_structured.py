"""Structured data is data: whatever an author typed, and whatever is not public, it stays what it is."""

from __future__ import annotations

import pytest
from django.test import Client

from newsroom.consent.take_down import take_down
from tests import factories
from tests.web.reading import read
from tests.web.structured import things

pytestmark = pytest.mark.django_db


def test_words_that_would_end_the_script_are_words():
    attack = "</script><script>alert(1)</script><!-- <script> & \u2028 '\""
    place = "</script><b> & town"  # No number: it would be refused as an address.
    story = factories.campaign_story(title=attack, summary=attack, place=place, won=[], body=[])
    soup = read(Client(), story.url)
    (article,) = things(soup)["Article"]
    assert (article["headline"], article["description"]) == (attack, attack)
    assert article["contentLocation"]["name"].startswith(place)
    assert "<" not in soup.find("script", type="application/ld+json").string
    assert "alert(1)" not in [script.text for script in soup.find_all("script")]


@pytest.mark.usefixtures("spanish")
def test_what_is_not_public_is_in_no_data_and_the_next_request_forgets_what_went():
    ally = factories.partner(title="Marigold")
    story = factories.campaign_story(partners=[("page", ally)])
    draft = factories.campaign_story("draft", title="Secret draft")
    factories.translated(story, "es", state="in_review")
    urls = {item["url"] for item in things(read(Client(), "/en/stories/"))["ItemList"][0]["itemListElement"]}
    assert urls == {f"http://testserver{story.url}"}
    assert draft.slug not in str(things(read(Client(), "/en/stories/")))
    assert "workTranslation" not in things(read(Client(), story.url))["Article"][0]
    take_down(story, factories.duty_editor(), "Somebody is at risk.")
    assert "ItemList" not in things(read(Client(), "/en/stories/"))
    assert Client().get(story.url).content.count(b"ld+json") == 0


def test_a_video_of_ours_and_one_elsewhere_say_where_they_are():
    elsewhere = factories.video_block(file=None, url="https://video.example.org/1", poster=None, title="Elsewhere")
    story = factories.campaign_story(videos=[("video", factories.video_block()), ("video", elsewhere)])
    ours, theirs = things(read(Client(), story.url))["VideoObject"]
    assert ours["contentUrl"].startswith("http://testserver/files/")
    assert ours["thumbnailUrl"].endswith(".webp")
    assert (theirs["url"], "contentUrl" in theirs) == ("https://video.example.org/1", False)
    assert theirs["thumbnailUrl"] == f"http://testserver/share/{story.pk}.png"
