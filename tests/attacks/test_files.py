"""Attacks by files and pictures: what a page names changes only with the page, and goes only when no page needs it."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.consent.take_down import take_down
from newsroom.review.law import LawError
from stories.models import StoryIndexPage
from tests import factories
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db


def data(page):
    return Client().get(f"/api/v1/pages/{page.pk}/")


def send(person, url, **fields):
    return Desk(person()).client.post(url, fields)


@pytest.fixture
def picture():
    return factories.image()


@pytest.fixture
def file():
    return factories.document(content=b"what the writer chose")


def story(state="public", file=None, picture=None):
    body = [("picture", factories.picture_block(image=picture))] if picture else []
    toolkit = [("file", factories.file_block(file=file))] if file else []
    return factories.campaign_story(state, body=[*body, ("text", "<p>What happened.</p>")], toolkit=toolkit)


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_an_editor_puts_another_file_behind_a_draft_and_approves_it_alone(state, file):
    page = story(state, file)
    other = SimpleUploadedFile("policy.txt", b"what the editor wrote alone")
    url = reverse("wagtaildocs:edit", args=[file.pk])
    send(factories.editor, url, title=file.title, collection=file.collection_id, tags="", file=other)
    factories.submit(page)
    Desk(factories.editor()).decide(page, "approve")
    address = data(page).json()["toolkit"][0]["file"]["url"]
    assert b"".join(Client().get(address).streaming_content) == b"what the writer chose"


@pytest.mark.parametrize("state", ["public", "in_review", "scheduled", "draft"])
def test_a_writer_deletes_the_file_and_the_picture_of_a_page(state, file, picture):
    story(state, file, picture)
    for name, each in (("wagtailimages:delete", picture), ("wagtaildocs:delete", file)):
        answer = send(factories.writer, reverse(name, args=[each.pk]))
        assert "Take it out of the page" in said(answer)
        assert type(each).objects.filter(pk=each.pk).exists()


def test_a_writer_deletes_them_in_bulk(file, picture):
    page = story(file=file, picture=picture)
    before = data(page).json()
    for model, each in (("newsroomimage", picture), ("newsroomdocument", file)):
        address = reverse("wagtail_bulk_action", args=["authoring", model, "delete"])
        assert "Take it out of the page" in said(send(factories.writer, f"{address}?id={each.pk}"))
    assert data(page).json() == before


def test_a_script_deletes_them_by_queryset(file, picture):
    story(file=file, picture=picture)
    for each in (file, picture):
        with pytest.raises(LawError), transaction.atomic():
            type(each).objects.filter(pk=each.pk).delete()


def test_what_no_page_needs_any_more_can_be_deleted(file, picture):
    page = story(file=file, picture=picture)
    factories.publish(page, toolkit=[], body=[])
    send(factories.writer, reverse("wagtailimages:delete", args=[picture.pk]))
    send(factories.writer, reverse("wagtaildocs:delete", args=[file.pk]))
    assert not NewsroomImage.objects.filter(pk=picture.pk).exists()
    assert not NewsroomDocument.objects.filter(pk=file.pk).exists()


def test_what_a_taken_down_page_showed_can_be_deleted(picture):
    story("taken_down", picture=picture)
    send(factories.writer, reverse("wagtailimages:delete", args=[picture.pk]))
    assert not NewsroomImage.objects.filter(pk=picture.pk).exists()


def test_a_file_that_nobody_asked_for_before_the_take_down_is_gone_as_well(file):
    take_down(story(file=file), factories.duty_editor(), "Somebody is at risk.")
    assert Client().get(f"/files/{file.pk}/{file.filename}").status_code == 410


def test_the_file_of_an_earlier_version_is_gone_as_well(file):
    page = story(file=file)
    factories.publish(page, toolkit=[])
    take_down(page, factories.duty_editor(), "Somebody is at risk.")
    assert Client().get(f"/files/{file.pk}/{file.filename}").status_code == 410


@pytest.fixture
def private():
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def test_a_writer_takes_a_file_out_of_its_private_collection(file, private):
    NewsroomDocument.objects.filter(pk=file.pk).update(collection=private)
    story(file=file)
    root = Collection.get_first_root_node().pk
    form = send(
        factories.writer, reverse("wagtaildocs:edit", args=[file.pk]), title=file.title, collection=root, tags=""
    )
    assert "A page names this private file" in form.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["authoring", "newsroomdocument", "add_to_collection"])
    assert "A page names this private file" in said(send(factories.writer, f"{bulk}?id={file.pk}", collection=root))
    assert Client().get(f"/files/{file.pk}/{file.filename}").status_code == 404


def test_from_one_private_collection_to_another_it_may_go(file, private):
    other = Collection.get_first_root_node().add_child(name="Also private")
    CollectionViewRestriction.objects.create(collection=other, restriction_type="login")
    NewsroomDocument.objects.filter(pk=file.pk).update(collection=private)
    story(file=file)
    file.refresh_from_db()
    file.collection = other
    file.save()
    assert Client().get(f"/files/{file.pk}/{file.filename}").status_code == 404


def test_a_page_is_moved_below_a_private_one_and_its_pictures_stay_where_they_were(
    picture, django_capture_on_commit_callbacks
):
    page = story(picture=picture)
    members = StoryIndexPage(title="Members")
    factories.home().add_child(instance=members)
    address = re.search(r"/media/images/[^\"]+", json.dumps(data(page).json())).group(0)
    PageViewRestriction.objects.create(page=members, restriction_type="login")
    with django_capture_on_commit_callbacks(execute=True):
        send(factories.administrator, reverse("wagtailadmin_pages:move_confirm", args=[page.pk, members.pk]))
    assert (data(page).status_code, Client().get(address).status_code) == (404, 404)


def test_a_link_with_an_id_that_nothing_can_have_leads_nowhere_and_breaks_no_other_page_and_no_file(file):
    ids = ("99999999999", "9" * 30, "²", "٣")
    text = "".join(f'<a linktype="{kind}" id="{pk}">Words</a> ' for kind in ("page", "document") for pk in ids)
    made_up = factories.campaign_story(body=[("text", f"<p>{text}</p>")])
    story(file=file)
    assert Client().get(f"/files/{file.pk}/{file.filename}").status_code == 200
    assert Client().get("/api/v1/pages/").status_code == Client().get("/en/feed.atom").status_code == 200
    (block,) = data(made_up).json()["body"]
    assert "<a" not in block["html"] and block["html"].count("Words") == 2 * len(ids)
