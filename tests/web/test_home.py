"""The front page: what is won, with its source, and one thing to do."""

from __future__ import annotations

import pytest

from tests import factories
from tests.web.api import ask
from tests.web.reading import read, squeeze

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def to_do(**fields):
    return [("call_to_action", factories.call_to_action(**fields))]


def test_the_front_page_shows_one_big_button_and_figures_with_their_source_in_each_language(client):
    home = factories.home(
        figures=[("figure", factories.figure())],
        call_to_action=to_do(page=factories.story_index(), url=""),
        body=[("call_to_action", factories.call_to_action())],
    )
    soup = read(client, "/en/")
    (button,) = soup.select(".button.primary")
    assert (button.text, button["href"]) == ("Find the next one", "/en/stories/")
    figure = soup.select_one(".figures figure")
    assert squeeze(figure.p.text) == "4 towns have closed their centre."
    assert (figure.cite.a.text, figure.cite.a["href"]) == ("Our count, 2026", "https://count.example.org/")
    document = ask(f"pages/{home.pk}/")
    assert document["call_to_action"]["link"] == {"title": "Find the next one", "url": "/en/stories/"}
    assert [(each["value"], each["source"]) for each in document["figures"]] == [("4 towns", "Our count, 2026")]
    spanish = factories.translated(home)
    assert ask(f"pages/{spanish.pk}/")["call_to_action"]["link"]["url"] == "/en/stories/"
    factories.translated(factories.story_index())
    (button,) = read(client, "/es/").select(".button.primary")
    assert (button.text, button["href"]) == ("Find the next one [es]", "/es/stories/")


def test_attack_the_one_thing_to_do_leads_to_nothing_that_is_not_public_and_there_is_only_one(client):
    story = factories.campaign_story(state="draft")
    home = factories.home(call_to_action=to_do(page=story, url=""))
    assert read(client, "/en/").select(".button") == []
    assert ask(f"pages/{home.pk}/")["call_to_action"] is None
    factories.edit(home, figures=[("figure", factories.figure(value="9 towns"))])
    assert "9 towns" not in client.get("/en/").content.decode()
    factories.publish(home, call_to_action=[*to_do(label="One"), *to_do(label="Two")])
    assert [button.text for button in read(client, "/en/").select(".button")] == ["One"]
