"""Every piece of a list becomes exactly one row, whatever the list looks like."""

import itertools
import os
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from stories.partner_import.decode import MAX_BYTES, UnreadableListError, decode
from stories.partner_import.parse import INTRODUCTION, LINE_BREAK, guess_kind, parse

SOURCES = Path(os.environ.get("SOURCE_DOCUMENTS", Path(__file__).resolve().parents[3] / "shared/source-documents"))


def names(text, **kwargs):
    return [row.name for row in parse(text, **kwargs).rows]


def test_a_run_on_list_after_a_colon_gives_an_introduction_and_a_row_for_each_name():
    rows = parse("Here are the members: Night Watch; Riverton Aid; and Door & Key.").rows
    assert [row.name for row in rows] == ["Here are the members", "Night Watch", "Riverton Aid", "Door & Key"]
    assert [INTRODUCTION in row.notes for row in rows] == [True, False, False, False]


def test_a_line_break_between_two_names_changes_nothing():
    assert names("Night Watch; Riverton Aid;\n\nDoor and Key; River School.") == [
        "Night Watch", "Riverton Aid", "Door and Key", "River School",
    ]  # fmt: skip


def test_a_name_that_a_mail_program_broke_in_two_is_one_row_that_says_so():
    text = "Night Watch of the River; Riverton Aid; Door and Key; Lake County\nAlliance; River School"
    rows = parse(text).rows
    assert [row.name for row in rows][-2:] == ["Lake County Alliance", "River School"]
    assert [LINE_BREAK in row.notes for row in rows] == [False, False, False, True, False]


def test_short_lines_are_names_of_their_own_even_beside_semicolons():
    assert names("Night Watch; Riverton Aid\nDoor and Key\nLake School") == [
        "Night Watch", "Riverton Aid", "Door and Key", "Lake School",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "• Night Watch\n• Riverton Aid\n• Lake School",
        "- Night Watch\n- Riverton Aid\n- Lake School",
        "1. Night Watch\n2. Riverton Aid\n3. Lake School.",
        "(1) Night Watch; (2) Riverton Aid; (3) Lake School",
        "Night Watch • Riverton Aid • Lake School",
        "Night Watch；Riverton Aid、Lake School。",
        "Night Watch؛ Riverton Aid، Lake School",
        "\ufeffNight Watch\r\nRiverton Aid\r\n\r\nLake School\r\n",
        "“Night Watch”; “Riverton Aid”; “Lake School”",
    ],
)
def test_bullets_numbers_quotes_and_the_separators_of_other_scripts_are_no_part_of_a_name(text):
    assert names(text) == ["Night Watch", "Riverton Aid", "Lake School"]


def test_commas_belong_to_names_unless_a_person_says_otherwise():
    assert names("Night, Watch and Key\nRiverton Aid") == ["Night, Watch and Key", "Riverton Aid"]
    assert names("Night Watch, Riverton Aid, and Lake School", commas=True) == [
        "Night Watch", "Riverton Aid", "Lake School",
    ]  # fmt: skip


def test_what_belongs_to_a_name_stays():
    kept = ["350 Riverton", "Door & Key", "And Yet We Move", "Lake Shelter Inc.", "Aid - Youth & Justice", "L.A. Aid"]
    assert names("\n".join(kept)) == kept
    assert names("Door &amp; Key; Night Watch") == ["Door & Key", "Night Watch"]


def test_an_address_beside_a_name_becomes_its_website():
    rows = parse("Night Watch (https://watch.example.org/a?b=1)\nRiverton Aid – www.aid.example.org").rows
    assert [(row.name, row.website) for row in rows] == [
        ("Night Watch", "https://watch.example.org/a?b=1"),
        ("Riverton Aid", "https://www.aid.example.org"),
    ]


@pytest.mark.parametrize(
    ("language", "word", "kind"),
    [
        ("en", "organization", "organisation"),
        ("en", "Organisation", "organisation"),
        ("es", "Coalición", "coalition"),
        ("es", "organización", "organisation"),
        ("ar", "Organization", "organisation"),
        ("en", "circle", "circle"),
    ],
)
def test_a_kind_may_be_written_in_either_spelling_and_in_the_language_of_who_imports(language, word, kind):
    with override(language):
        (row,) = parse(f"name,kind\nNight Watch,{word}").rows
    assert row.kind == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Lake County Alliance", "coalition"),
        ("River NETWORK", "coalition"),
        ("Coalición del Río", "coalition"),
        ("شبكة النهر", "coalition"),
        ("河流联盟", "coalition"),
        ("Networked", "organisation"),
        ("Night Watch", "organisation"),
    ],
)
def test_the_kind_is_guessed_from_the_words_of_the_name(name, kind):
    assert guess_kind(name) == kind


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_by_its_header_in_any_order_and_case(delimiter):
    table = [
        ["Website", "KIND", "Name", "Places", "issues", "Languages"],
        ["www.watch.example.org", "Coalition", "Night Watch", "Riverton|Lake County", "youth | jails", "en|Español"],
        ["", "", "River Network", "", "", ""],
    ]
    first, second = parse("\n".join(delimiter.join(line) for line in table)).rows
    assert (first.name, first.kind, first.website) == ("Night Watch", "coalition", "https://www.watch.example.org")
    assert (first.places, first.issues, first.languages) == ("Riverton, Lake County", "youth, jails", "en, Español")
    assert (second.name, second.kind) == ("River Network", "coalition")


def test_quoted_cells_may_hold_commas_quotation_marks_and_lines():
    rows = parse('name,places\n"Door, Key ""and"" Gate","Riverton\nLake County"\nNight Watch,Riverton').rows
    assert [(row.name, row.places) for row in rows] == [
        ('Door, Key "and" Gate', "Riverton, Lake County"),
        ("Night Watch", "Riverton"),
    ]


def test_a_quotation_mark_that_nobody_closes_swallows_no_line():
    rows = parse('name,places\nNight Watch,Riverton\n"Door and Key,Riverton\nLake School,Riverton').rows
    assert [row.raw for row in rows] == ["Night Watch,Riverton", '"Door and Key,Riverton', "Lake School,Riverton"]
    assert [bool(row.notes) for row in rows] == [False, True, False]


def test_cells_beyond_the_header_are_kept_and_noticed():
    (row,) = parse("name,kind\nNight Watch,coalition,and more").rows
    assert row.raw.endswith("and more")
    assert row.notes


def test_columns_that_no_partner_has_are_named():
    found = parse("name,phone\nNight Watch,none")
    assert found.unused_columns == ["phone"]
    assert "none" in found.rows[0].raw


def test_two_columns_of_the_same_meaning_are_refused_in_a_sentence():
    with pytest.raises(UnreadableListError, match="mean the same"):
        parse("name,organisation\nNight Watch,Riverton Aid")


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_files_are_read_in_the_encodings_that_office_programs_write(encoding):
    assert decode("Refugio del Río; Café «Élan»".encode(encoding)) == "Refugio del Río; Café «Élan»"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x14\x00\x06\x00", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00", b"Caf\x81"]
)
def test_what_is_no_text_is_refused_in_a_sentence(data):
    with pytest.raises(UnreadableListError, match="cannot be read as text"):
        decode(data)


def test_too_much_is_refused_in_a_sentence():
    with pytest.raises(UnreadableListError, match="1 MB"):
        decode(b"a" * (MAX_BYTES + 1))
    with pytest.raises(UnreadableListError, match="1 MB"):
        parse("河" * 400_000)
    with pytest.raises(UnreadableListError, match="1001 rows"):
        parse("\n".join(f"Group {number}" for number in range(1001)))
    assert len(parse("\n".join(f"Group {number}" for number in range(1000))).rows) == 1000


@pytest.mark.parametrize("text", ["", " \n\t", ";;;", "name,kind\n", "\ufeff"])
def test_an_empty_list_is_refused_in_a_sentence(text):
    with pytest.raises(UnreadableListError, match="no name"):
        parse(text)


# Nothing is lost

_BETWEEN = ";；؛、，،\n\r"


def essence(text):
    """The text without what separates names: what must be found again."""
    return "".join(character for character in text if character not in _BETWEEN and not character.isspace())


@given(st.text(alphabet=st.sampled_from("ab Z.:;,&\n\t•-1)\"'（：；、،éع河")))
def test_every_character_of_a_list_is_in_exactly_one_row_and_in_its_order(text):
    try:
        rows = parse(text).rows
    except UnreadableListError:
        assert essence(text) == ""
        return
    assert essence("\n".join(row.raw for row in rows)) == essence(text)


@given(
    st.lists(st.from_regex(r"[A-Z][a-zé]{2,9}( [A-Z][a-z]{2,9}){0,3}", fullmatch=True), min_size=1, max_size=30),
    st.lists(st.sampled_from([";", "; ", ";\n", "\n", "\n\n", " ;  ", "\r\n", "；", " • ", ".\n"]), min_size=30),
)
@example(["Aaa"] * 28, [*[";"] * 18, " • ", "\n", *[";"] * 10])
def test_every_name_of_a_list_is_the_name_of_exactly_one_row(wanted, separators):
    text = "".join(name + separator for name, separator in zip(wanted, separators, strict=False))
    rows = parse(text.rstrip(" •")).rows
    # Two names that a wrapped line may have parted, or not, are one row for a person to look at, with its marker.
    found = [
        [name.strip("• ") for name in row.raw.split("\n")] if LINE_BREAK in row.notes else [row.name] for row in rows
    ]
    assert list(itertools.chain(*found)) == wanted


_CELL = st.text(alphabet=st.sampled_from("ab é,;\"'=1"), max_size=12)


@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=20))
def test_every_record_of_a_table_is_exactly_one_row(records):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"'

    text = "name,places\n" + "\n".join(f"{quoted(name)},{quoted(place)}" for name, place in records)
    kept = [(" ".join(name.split()), place) for name, place in records if name.strip() or place.strip()]
    try:
        rows = parse(text).rows
    except UnreadableListError:
        assert kept == []
        return
    assert [row.name for row in rows] == [name for name, _place in kept]


@given(st.text(alphabet=st.sampled_from('ab,"\n x'), max_size=80))
def test_no_line_of_a_broken_table_is_lost(body):
    wanted = [line.strip() for line in body.splitlines() if line.strip(', \t"')]
    try:
        raws = "\n".join(row.raw for row in parse(f"name,places\n{body}").rows)
    except UnreadableListError:
        assert not [line for line in wanted if line.strip('"')]
        return
    for line in wanted:
        assert line in raws


def test_the_list_of_the_real_announcement_is_read_whole():
    file = SOURCES / "project-launch-announcement.txt"
    if not file.exists():
        pytest.skip("The source documents do not lie beside the repository.")
    text = file.read_text(encoding="utf-8")
    rows = parse(text[text.index("Here is a list") :]).rows
    assert INTRODUCTION in rows[0].notes
    assert len(rows) == 33
    assert len({row.name for row in rows}) == 32
    assert sum(row.kind == "coalition" for row in rows[1:]) == 7
    assert not any(row.notes for row in rows[1:])
    assert essence("\n".join(row.raw for row in parse(text).rows)) == essence(text)
