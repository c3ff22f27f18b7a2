"""On sign-in each person's home says what waits for them, and leads there in one click."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from newsroom.review import roles
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db


def panel(desk, name):
    """A panel of the home page, or nothing."""
    return BeautifulSoup(desk.read("wagtailadmin_home"), "html.parser").find(id=f"{name}-section") or BeautifulSoup(
        desk.read("wagtailadmin_home"), "html.parser"
    ).find(id=name)


def text(element):
    return " ".join(element.get_text(" ").split()) if element else ""


def links(element):
    return {link["href"].split("?")[0] for link in element.find_all("a", href=True)}


def edit_link(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_writer_reads_what_came_back_and_why_before_what_is_still_away():
    away, back = factories.partner("in_review", title="Still away"), factories.partner("rejected", title="Came back")
    found = panel(Desk(factories.writer()), "objects-in-workflow")
    assert "Changes requested" in text(found)
    assert "Please name the source of the figure." in text(found)
    assert text(found).index("Came back") < text(found).index("Still away")
    assert {edit_link(away), edit_link(back)} <= links(found)


def test_an_editor_is_offered_what_they_may_approve_and_told_what_they_may_not():
    desk = Desk(factories.editor())
    mine = factories.partner("draft", title="My own page")
    desk.submit(mine)
    theirs = factories.partner("in_review", title="Another's page")
    found = panel(desk, "awaiting-review")
    rows = {text(row): row for row in found.tbody.find_all("tr")}
    (my_row,) = [row for words, row in rows.items() if "My own page" in words]
    (their_row,) = [row for words, row in rows.items() if "Another's page" in words]
    assert "Somebody else has to approve it" in text(my_row)
    assert "/approve/" not in str(my_row)
    assert "Somebody else" not in text(their_row)
    assert f"/{theirs.pk}/approve/" in str(their_row)
    assert text(found).index("Another's page") < text(found).index("My own page")
    assert {edit_link(mine), edit_link(theirs)} <= links(found)


def test_a_writer_sees_no_reviews_that_wait_for_others():
    factories.partner("in_review")
    assert panel(Desk(factories.writer()), "awaiting-review") is None


def test_editors_see_what_goes_live_by_itself():
    page = factories.partner("scheduled", title="Soon")
    found = panel(Desk(factories.editor()), "scheduled-pages")
    assert "Soon" in text(found)
    assert edit_link(page) in links(found)
    assert "Cancel the schedule" not in text(found)


def test_a_duty_editor_sees_what_is_public_and_what_was_taken_down_each_one_click_from_its_action():
    public, down = factories.partner(title="Public page"), factories.partner("taken_down", title="Gone page")
    desk = Desk(factories.duty_editor())
    assert reverse("newsroom_take_down", args=[public.pk]) in links(panel(desk, "public-pages"))
    taken = panel(desk, "taken-down")
    assert "Gone page" in text(taken)
    assert "Somebody in it is at risk." in text(taken)
    assert reverse("newsroom_take_down", args=[down.pk]) not in links(panel(desk, "public-pages"))


@pytest.mark.parametrize("who", [factories.writer, factories.editor, factories.administrator])
def test_only_those_on_duty_have_the_duty_panel(who):
    factories.partner("taken_down")
    assert panel(Desk(who()), "public-pages") is None


def test_the_home_page_stays_quick_when_much_is_waiting(django_assert_max_num_queries):
    for _ in range(6):
        factories.partner("in_review")
    desk = Desk(factories.person(roles.EDITORS, username="esteban-the-editor"))
    desk.read("wagtailadmin_home")
    with django_assert_max_num_queries(120):
        desk.read("wagtailadmin_home")
