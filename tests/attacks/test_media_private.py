"""Attacks on where files lie: an original, and the document of a page that is not public, have no address to guess."""

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from newsroom.authoring.models import NewsroomImage
from tests import factories
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db


def test_no_address_leads_to_an_original_or_to_the_document_of_a_page_that_is_not_public():
    picture, file = factories.image(), factories.document()
    factories.campaign_story(body=[("picture", factories.picture_block(image=picture))])
    factories.campaign_story("draft", toolkit=[("file", factories.file_block(file=file))])
    for kept in (picture.file.name, file.file.name):
        for address in (
            *(f"/media/{kept}", f"/media/private/{kept}", f"/media/images/../../private/{kept}"),
            *(f"/media/images/..%2f..%2fprivate%2f{kept.replace('/', '%2f')}", f"/private/{kept}", f"/{kept}"),
        ):
            assert Client().get(address, follow=True).status_code == 404, address
    for address in (f"/files/{file.pk}/{file.filename}", f"/documents/{file.pk}/{file.filename}"):
        assert Client().get(address, follow=True).status_code == 404


def test_an_original_is_for_those_who_may_choose_it():
    picture = factories.image()
    address = picture.file.url
    assert address == reverse("kept_file", args=[picture.file.name])
    assert Client().get(address).url.startswith("/admin/login/")
    answer = Desk(factories.writer()).client.get(address)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
    stranger = factories.person(username="sam-from-elsewhere")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert Desk(stranger).client.get(address, follow=True).status_code == 404
    closed = Collection.get_first_root_node().add_child(name="For a few")
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="A few"))
    NewsroomImage.objects.filter(pk=picture.pk).update(collection=closed)
    assert Desk(factories.writer()).client.get(address, follow=True).status_code == 404
    for name in ("../../etc/passwd", "original_images/none.png", "../public/images/x.png"):
        assert Desk(factories.writer()).client.get(reverse("kept_file", args=[name]), follow=True).status_code == 404


def test_the_folder_of_private_files_is_for_nobody_else_on_the_machine():
    path = Path(factories.document().file.path)
    assert path.is_relative_to(Path(settings.MEDIA_ROOT) / "private")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
