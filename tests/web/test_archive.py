"""Names in a zip: whatever a file was called, unpacking it makes one file, here, under a name of its own."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.web.archive import safe_name, unique_names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("policy.txt", "policy.txt"),
        ("سياسة.pdf", "سياسة.pdf"),
        ("政策 2.pdf", "政策-2.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("C:\\evil.exe", "C-evil.exe"),
        ("two\nlines\r.txt", "two-lines.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\x00b.txt", "a-b.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul.tar.gz", "_nul.tar.gz"),
        (".htaccess", "htaccess"),
        ("trailing. ", "trailing"),
        ("...", "file"),
        ("", "file"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_could_lead_elsewhere(name, safe):
    assert safe_name(name) == safe


def test_a_name_that_is_cut_short_does_not_end_in_two_dots():
    assert safe_name(f"{'a' * 59}.bbb.txt") == f"{'a' * 59}.txt"


def test_a_long_name_keeps_its_ending_and_fits_every_file_system():
    assert safe_name(f"{'a' * 300}.docx") == f"{'a' * 60}.docx"
    assert len(safe_name(f"{'𐍈' * 300}.{'𐍈' * 300}").encode()) <= 300


@given(names=st.lists(st.text(max_size=90), max_size=8))
@example(names=["manifest.json", "Policy.txt", "policy.TXT", "policy.txt", "policy-2.txt", "../policy.txt"])
@example(names=["ß.txt", "SS.txt", "e\u0301.txt", "é.txt"])
def test_names_are_safe_and_unique_whatever_they_were(names):
    unique = unique_names(names, taken=["manifest.json"])
    assert len(unique) == len(names)
    assert len({name.casefold() for name in unique} | {"manifest.json"}) == len(names) + 1
    for name in unique:
        assert PurePosixPath(name).name == PureWindowsPath(name).name == name
        assert name not in ("", ".", "..")
        assert name[0] != "."
        assert all(unicodedata.category(each)[0] in "LMN" or each in "-_." for each in name)
        assert not PureWindowsPath(name).is_reserved()
