"""On sign-in a language's people see what waits for them, one click away."""

import re

import pytest
from bs4 import BeautifulSoup

from newsroom.translation.waiting import SHOWN, waiting_for
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def dashboard(client, who):
    client.force_login(who)
    html = BeautifulSoup(client.get("/admin/").content, "html.parser")
    rows = html.select("#translations-waiting-section tbody tr, section:has(#translations-waiting-heading) tbody tr")
    return {row.select_one("a").get_text(strip=True): row for row in rows}


def test_the_translator_s_dashboard_leads_to_each_page_that_waits(client):
    outdated = factories.translated(factories.commitment(title="Gone on"), "es", state="outdated")
    begun = factories.translated(factories.commitment(title="Begun"), "es", state="draft")
    factories.translated(factories.commitment(title="In review"), "es", state="in_review")
    new = factories.commitment(title="Brand new")
    rows = dashboard(client, factories.translator("es"))
    assert rows["Gone on [es]"].select_one("a")["href"] == f"/admin/pages/{outdated.pk}/edit/"
    assert "The source has changed" in rows["Gone on [es]"].get_text()
    assert rows["Begun"].select_one("a")["href"] == f"/admin/pages/{begun.pk}/edit/"
    form = rows["Brand new"].select_one("a")["href"]
    assert form == f"/admin/localize/submit/page/{new.pk}/?select_locale=es"
    assert "In review" not in rows
    chosen = BeautifulSoup(client.get(form).content, "html.parser").select("input[name=locales][checked]")
    assert [box["value"] for box in chosen] == [str(factories.language("es").pk)]


def test_people_without_a_language_see_no_such_panel(client):
    factories.translated(factories.commitment(), "es", state="outdated")
    assert dashboard(client, factories.editor()) == {}


def test_what_the_first_page_has_no_room_for_is_one_click_further(client):
    factories.language("es")
    for number in range(SHOWN):
        factories.commitment(title=f"Promise {number}")
    waiting = len(waiting_for("es"))
    assert len(dashboard(client, factories.translator("es"))) == SHOWN
    html = BeautifulSoup(client.get("/admin/").content, "html.parser")
    link = html.find("a", string=re.compile(f"And {waiting - SHOWN} more"))
    address, _, place = link["href"].partition("#")
    everything = BeautifulSoup(client.get(address).content, "html.parser").find(id=place)
    assert len(everything.select("tbody tr")) == waiting


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    factories.language("es")
    for number in range(3):
        factories.commitment(title=f"Promise {number}")
    with django_assert_num_queries(4):
        assert len(waiting_for("es")) > 3
