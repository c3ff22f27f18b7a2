"""Attacks that a reviewer with fresh eyes tried, the third time: each name says what must happen."""

import pytest
from django.urls import reverse

from newsroom.consent.removal.alike import alike
from newsroom.consent.take_down import restore, take_down
from newsroom.review.law import LawError
from stories.partner_import import steps
from tests import factories
from tests.attacks.taken_down import showing, take_it_down
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

FACE, PAPER, WORDS = "Her face at the gate", "A letter to her", "She slept in the cellar"
WITHOUT = [("text", "<p>Without her face.</p>")]


def everybody_else():
    """A colleague who may do everything but keep consents."""
    groups = ("Writers", "Editors", "Duty editors", "Administrators")
    return Desk(factories.person(*groups, username="all"))


def is_open(desk, picture):
    return desk.client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200


def test_the_admin_s_own_api_lists_no_picture_and_no_file_of_a_page_that_is_taken_down():
    face, paper = factories.image(FACE), factories.document(PAPER)
    take_it_down(factories.campaign_story(body=showing(face), toolkit=[("file", factories.file_block(file=paper))]))
    addresses = [
        f"/admin/api/main/{kind}/{query}"
        for kind, pk in (("images", face.pk), ("documents", paper.pk))
        for query in ("?fields=*", "?search=her&fields=*", f"{pk}/", f"?id={pk}")
    ]
    for desk, sees in ((everybody_else(), False), (Desk(factories.consent_keeper()), True)):
        said = "".join(desk.client.get(address).content.decode() for address in addresses)
        assert (FACE in said, PAPER in said) == (sees, sees)


def test_a_picture_of_an_earlier_version_is_closed_with_the_page():
    face = factories.image(FACE)
    story = factories.campaign_story("in_review", body=showing(face))
    factories.decide(story, "reject", comment="Not her face.")
    factories.publish(story, body=WITHOUT)
    take_it_down(story)
    assert not is_open(everybody_else(), face)


def test_a_picture_that_another_page_needed_is_closed_once_it_does_not(django_capture_on_commit_callbacks):
    face = factories.image(FACE)
    story = factories.campaign_story(body=showing(face))
    other = factories.about(body=showing(face))
    take_it_down(story)
    desk = everybody_else()
    assert is_open(desk, face)
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(other, body=WITHOUT)
    assert not is_open(desk, face)


def test_lifting_one_take_down_leaves_closed_what_only_another_page_that_is_down_shows():
    face = factories.image(FACE)
    story = factories.campaign_story(body=showing(face))
    factories.publish(story, body=WITHOUT)
    other = factories.campaign_story(body=showing(face))
    lifted = take_it_down(story)
    take_it_down(other)
    desk = everybody_else()
    assert not is_open(desk, face)
    restore(lifted, factories.duty_editor())
    assert not is_open(desk, face)


def test_who_may_not_see_a_picture_learns_its_name_from_no_bulk_action():
    face, paper, banner = factories.image(FACE), factories.document(PAPER), factories.image("A banner")
    take_it_down(factories.campaign_story(body=showing(face), toolkit=[("file", factories.file_block(file=paper))]))
    said = ""
    for action in ("delete", "add_to_collection"):
        for kind, pks in (("newsroomimage", [face.pk, banner.pk]), ("newsroomdocument", [paper.pk])):
            for ids in (pks, "all"):
                answer = everybody_else().get("wagtail_bulk_action", "authoring", kind, action, id=ids, next="/")
                said += answer.content.decode()
    assert FACE not in said and PAPER not in said
    assert "A banner" in said


def test_an_import_says_nothing_of_a_partner_that_is_taken_down():
    rows = "Name,Place,Website\nDoor,Riverton,https://cellar.example\nWindow,Lakeside,https://other.example\n"
    made = steps.start_import(factories.partner_index(), factories.writer(), rows)
    steps.create_partners(made.pk, factories.writer())
    again = steps.start_import(made.index, factories.writer(), f"{rows}Third,Hill,https://third.example\n")
    again.rows.exclude(name="Third").update(decision="same", same_as=made.rows.get(name="Door").page)
    steps.create_partners(again.pk, factories.writer())
    take_it_down(made.rows.get(name="Door").page)
    for number, sees in ((made.pk, "other.example"), (again.pk, "third.example")):
        html = everybody_else().read("partner_import:show", number)
        assert sees in html
        assert "cellar.example" not in html and "Riverton" not in html
        keeper = factories.person("Editors", "Consent keepers", username="keeps")
        assert "cellar.example" in Desk(keeper).read("partner_import:show", number)


def test_a_number_that_somebody_types_into_a_draft_opens_no_closed_picture_and_nobody_approves_it():
    face = factories.image(FACE)
    shown = showing(face)
    take_it_down(factories.campaign_story(body=shown))
    draft = factories.campaign_story("draft", title="The house next door")
    factories.edit(draft, body=shown)
    desk = everybody_else()
    files = list(face.renditions.values_list("file", flat=True))
    for name in ("edit", "view_draft"):
        html = desk.read(f"wagtailadmin_pages:{name}", draft.pk)
        assert "The house next door" in html
        assert FACE not in html
        assert not [each for each in [*files, *face.renditions.values_list("file", flat=True)] if each in html]
    with pytest.raises(LawError, match="taken down"):
        factories.submit(draft)
    keeper = factories.person("Editors", "Consent keepers", username="keeps")
    html = Desk(keeper).read("wagtailadmin_pages:view_draft", draft.pk)
    assert any(each in html for each in face.renditions.values_list("file", flat=True))


def test_a_page_that_shows_the_same_file_uploaded_once_more_is_named_before_a_take_down():
    consents = factories.rests_on(factories.consent("Ana"))
    face = factories.image(FACE)
    again = factories.uploaded_again(face, "IMG_2041", consents=consents)
    assert face.pk != again.pk
    story, other = factories.campaign_story(body=showing(face)), factories.about(body=showing(again))
    assert [(each.page.pk, each.is_likely) for each in alike(story)] == [(other.pk, True)]


def test_an_alias_of_an_alias_is_closed_with_the_page_whose_words_it_has():
    story = factories.campaign_story(title="The house with the blue door", summary=WORDS)
    alias = story.create_alias(update_slug="again")
    third = alias.create_alias(update_slug="and-again")
    take_it_down(story)
    desk = everybody_else()
    for page in (alias, third):
        for name in ("edit", "history", "view_draft", "copy"):
            assert desk.get(f"wagtailadmin_pages:{name}", page.pk).status_code == 403, (page.slug, name)


def test_pictures_and_files_are_closed_with_the_take_down_and_wait_for_no_worker(django_capture_on_commit_callbacks):
    face, banner = factories.image(FACE), factories.image("A banner")
    story = factories.campaign_story(body=showing(face, banner))
    factories.about(body=showing(banner))
    desk = everybody_else()
    with django_capture_on_commit_callbacks(execute=True):
        take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert (is_open(desk, face), is_open(desk, banner)) == (False, True)
