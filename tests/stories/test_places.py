"""Places are cities or larger: an address is refused, a city has a point, and what is not known has none."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from stories import gazetteer
from stories.models import PartnerPage, indexes
from stories.partner_import.checks import problems
from stories.partner_import.models import PartnerImportRow
from stories.places import is_address
from tests import factories
from tests.web.api import API, ask, keeps_its_promise, problem_with
from tests.web.reading import read, squeeze

ADDRESSES = [
    "12 Main", "Main St.", "Main St", "Oak Avenue", "Elm Rd.", "Calle Ocho", "C/ Mayor", "Av. Reforma", "Rue Capois",
    "78701", "Houston TX 77002", "5th Ward", "P.O. Box", "Suite B", "شارع فلسطين", "١٢ الملك", "人民路12号", "中山路",
    "人民路十二号", "đường Lê Lợi", "Ri Kapwa", "１２ Main",
    "Main St. (Chicago)", "Main St; Chicago", "Chicago / Main St", "Main St - Chicago", "Chicago: Calle Ocho",
    "Main St..", "Main\u200b St.", "Main\u00a0S\u00adt", "Oak Ave Chicago", "Oak Ave # B", "Elm Pkwy", "Elm Terrace",
    "Blvd. Juárez", "Ⅻ Oak", "طريق الملك", "幸福小区", "中山路（芝加哥）",
]  # fmt: skip
CITIES = [
    "St. Louis", "St. Paul", "Riverton", "Lake County", "Condado de Cook", "Los Ángeles", "Hartford CT", "Road Town",
    "Lane County", "شيكاغو", "ولاية إلينوي", "芝加哥", "得克萨斯州", "北海道", "老街", "Avenal",
    "Thành phố Hồ Chí Minh", "Pòtoprens", "Austin, Houston and San Antonio", "Federal Way", "Circle Pines", "Way",
    "Washington (state)", "Minneapolis–Saint Paul", "Port St. Lucie", "Ave Maria", "Medway", "Winston-Salem",
]  # fmt: skip


def test_an_address_is_told_from_a_city_in_each_script():
    assert [text for text in ADDRESSES if not is_address(text)] == []
    assert [text for text in CITIES if is_address(text)] == []


def test_a_name_is_found_in_each_language_and_a_doubtful_one_only_with_what_tells_it_apart():
    def at(*names):
        return {name: (place.latitude, place.longitude) for name, place in gazetteer.find(names).items()}

    chicago = (41.85, -87.65)
    assert at("Chicago", "شيكاغو", "芝加哥") == {"Chicago": chicago, "شيكاغو": chicago, "芝加哥": chicago}
    assert at("Los Angeles") == {"Los Angeles": at("Los Ángeles")["Los Ángeles"]}
    assert at("Springfield") == at("Riverton Crossing") == {}
    assert set(at("Springfield", "Illinois")) == {"Springfield"}
    assert at("Portland")["Portland"] != at("Portland", "Maine")["Portland"]
    assert set(at("Fresno", "California")) == {"Fresno"} and set(at("California")) == {"California"}
    assert set(at("Seattle", "Washington")) == {"Seattle"}
    assert set(at("San José", "Costa Rica")) == {"San José"}


@pytest.mark.django_db
def test_attack_an_address_enters_no_page_by_the_model_nor_by_an_import():
    ally, story = factories.partner(places="Riverton"), factories.campaign_story()
    for page, field in (
        (ally, "places"),
        (story, "place"),
        (story, "region"),
        (factories.announcement(), "dateline_place"),
    ):
        with pytest.raises(ValidationError, match="looks like an address"):
            factories.edit(page, **{field: "Riverton, 12 Main St."})
    row = PartnerImportRow(name="Neighbours", kind="organisation", places="Riverton, 12 Main St.", notes=[])
    (sentence,) = problems(row)
    assert sentence.startswith("“12 Main St.” looks like an address.")
    assert factories.edit(ally, places="Riverton, St. Louis").content["places"] == "Riverton, St. Louis"


@pytest.mark.django_db
def test_partners_are_given_as_geojson_by_city_and_without_a_point_where_none_is_known():
    one = factories.partner(title="Ararat", places="Chicago, Cook County")
    two = factories.partner(title="Boats", places="Fresno, Stockton")
    three = factories.partner(title="Cedars", places="Riverton Crossing")
    factories.partner(title="Draft", places="Houston", state="draft")
    factories.edit(one, places="Atlanta")
    PartnerPage.objects.filter(pk=three.pk).update(places="Houston")
    response = Client().get(f"{API}partners.geojson?locale=en")
    keeps_its_promise("partners.geojson", response)
    assert response["Content-Type"] == "application/geo+json"
    assert (response["Access-Control-Allow-Origin"], response["Cache-Control"]) == ("*", "no-cache")
    found = json.loads(response.content)
    assert found["type"] == "FeatureCollection"
    assert [(each["id"], each["properties"]["name"], each["geometry"]) for each in found["features"]] == [
        (one.pk, "Ararat", {"type": "Point", "coordinates": [-87.65, 41.85]}),
        (two.pk, "Boats", {"type": "MultiPoint", "coordinates": [[-119.77, 36.75], [-121.29, 37.96]]}),
        (three.pk, "Cedars", None),
    ]
    again = Client().get(f"{API}partners.geojson?locale=en", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask("partners.geojson", locale="en") == found
    assert set(problem_with("partners.geojson")) == {"locale"}


@pytest.mark.django_db
def test_the_directory_has_its_list_first_then_a_map_whose_points_lead_to_the_list(client):
    factories.partner(title="Ararat", places="Chicago")
    factories.partner(title="Boats", places="Chicago, Fresno")
    factories.partner(title="Cedars", places="Riverton Crossing")
    soup = read(client, "/en/partners/")
    points = {squeeze(link.title.text): link["href"] for link in soup.select(".partner-map a[href^='?']")}
    assert points == {"Chicago: 2": "?place=Chicago", "Fresno: 1": "?place=Fresno"}
    places = soup.select("nav.filters details")[0]
    assert set(points.values()) < {link["href"] for link in places.select("a")}
    names = [tag.name for tag in soup.select("article.page > section")]
    assert names and soup.select("article.page > section")[-1]["class"] == ["section", "partner-map"]
    assert not soup.select(".partner-map [style], .partner-map script")
    assert len(read(client, "/en/partners/?place=Fresno").select(".partner-map circle:not(.reach)")) == 2
    factories.edit(PartnerPage.objects.get(title="Ararat"), places="Atlanta")
    assert "Atlanta" not in read(client, "/en/partners/").get_text()
    assert read(client, "/en/partners/?issue=youth").select(".partner-map") == []


@pytest.mark.django_db
def test_a_directory_of_a_hundred_partners_is_sent_in_windows_that_stay_small(client):
    def size_with(*cities):
        for city in cities:
            factories.partner(
                title=f"Neighbours for a fair hearing in {city}", places=f"{city}, Chicago", issues=["jails", "courts"],
                summary="They drive to every hearing, sit in the last row, and write down what is said about whom.",
            )  # fmt: skip
        return len(client.get("/en/partners/").content)

    few, more = size_with("Houston", "Fresno"), size_with("Atlanta", "Tucson", "Oakland")
    each = (more - few) / 3
    assert few + each * (indexes.PARTNERS - 2) < 50_000, (few, each)


@pytest.mark.django_db
def test_an_editor_sees_which_places_the_map_knows(client):
    ally = factories.partner(places="Chicago, Springfield")
    client.force_login(factories.writer())
    said = squeeze(read(client, f"/admin/pages/{ally.pk}/edit/").get_text(" "))
    assert "On the map: Chicago . Without a point of their own: Springfield ." in said
