"""Which names are the same, and which are alike: by name, whatever its writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.models import PartnerImport
from stories.partner_import import steps
from stories.partner_import.matching import Candidate, alike, identity, key
from tests import factories


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NightWatch Alliance", "Night Watch Alliance"),
        ("The Night Watch", "night watch"),
        ("Coalición del Río", "COALICION DEL RIO"),
        ("Door & Key", "Door and Key"),
        ("Aid – Youth & Justice", "Aid (Youth and Justice)"),
        ("L.A. Aid", "LA Aid"),
        ("Aid\u00a0for\u200ball", "Aid for all"),
        ("شَبَكة النهر", "شبكة النهر"),
    ],
)
def test_names_that_differ_in_their_writing_only_are_the_same(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Night Watch", "Day Watch"), ("ハハ", "ババ"), ("河流联盟", "合流联盟"), ("The", "Then"), ("किल", "कुल")],
)
def test_other_names_are_not(one, other):
    assert key(one) != key(other)


@given(st.text(), st.sampled_from([str.upper, str.lower, str.strip]))
def test_a_name_is_identical_to_itself(name, change):
    assert identity(name) == identity(name)
    assert identity(" ".join(name.split())) == identity(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Riverton Legal Services Collaborative", "Riverton Legal Service Collaborative"),
        ("Lake County Immigrant Rights Coalition", "Lake County Immigrants' Rights Coalition"),
        ("ACL Northern Province", "ACL of the Northern Province"),
        ("تحالف النهر الكبير", "تحالف النهر الكبيرة"),
        ("河流移民权利联盟", "河流移民权益联盟"),
    ],
)
def test_names_that_are_nearly_the_same_are_alike_in_every_script(one, other):
    assert alike([Candidate(1, one, 1)], [Candidate(2, other)])[1].candidate_id == 2


@pytest.mark.django_db
def test_names_that_only_share_the_words_of_their_trade_are_not_alike():
    trade = [
        "Immigrant Defence Fund",
        "Immigrant Justice Fund",
        "National Immigrant Law Fund",
        "Youth Justice Alliance",
    ]
    names = [Candidate(number, name, number) for number, name in enumerate(trade)]
    assert alike(names, names) == {}


def examined(text):
    found = steps.start_import(factories.partner_index(), factories.writer(), text)
    return {each.row.name: each for each in steps.examine_import(found)}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["public", "draft", "in_review", "rejected", "taken_down"])
def test_partners_that_exist_in_any_state_are_found(state):
    page = factories.partner(title="Night Watch Alliance", state=state)
    found = examined("NightWatch Alliance; Night Watch Aliance; River School")
    assert found["NightWatch Alliance"].verdict.status == "duplicate"
    assert found["NightWatch Alliance"].verdict.page["pk"] == page.pk
    assert found["NightWatch Alliance"].decision == "same"
    assert found["Night Watch Aliance"].verdict.status == "near"
    assert found["Night Watch Aliance"].is_open
    assert found["River School"].decision == "create"


@pytest.mark.django_db
def test_the_draft_name_of_a_public_partner_counts_as_well():
    page = factories.partner(title="Night Watch")
    factories.edit(page, title="Watch by the River")
    found = examined("Watch by the River; Night Watch")
    assert [each.verdict.status for each in found.values()] == ["duplicate", "duplicate"]


@pytest.mark.django_db
def test_a_name_twice_in_the_list_names_its_first_row():
    partner_import = steps.start_import(factories.partner_index(), factories.writer(), "Night Watch; Aid; Night watch.")
    first, _aid, second = steps.examine_import(partner_import)
    assert (second.verdict.status, second.verdict.other, second.decision) == ("repeated", first.row, "same")


@pytest.mark.django_db
def test_when_the_first_of_two_is_left_out_the_second_stands_for_itself():
    found = steps.start_import(factories.partner_index(), factories.writer(), "Night Watch; Lake School; Night watch")
    row = found.rows.get(position=1)
    steps.change_row(row, factories.writer(), {"decision": "leave_out", "about": "new"})
    row.save()
    assert [each.decision for each in steps.examine_import(found)] == ["leave_out", "create", "create"]


@pytest.mark.django_db
def test_the_whole_list_takes_a_constant_number_of_queries(django_assert_num_queries):
    for number in range(5):
        factories.partner(title=f"Group number {number}")
    small = steps.start_import(factories.partner_index(), factories.writer(), "Group nr 1; Aid")
    large = steps.start_import(
        factories.partner_index(), factories.writer(), "\n".join(f"Assembly {n * 7919}" for n in range(300))
    )
    for partner_import in (small, large):
        partner_import = PartnerImport.objects.select_related("index").get(pk=partner_import.pk)
        with django_assert_num_queries(3):
            steps.examine_import(partner_import)
