"""Attack: somebody searches a whole copy of the database and of the storage for what a page said. What must happen:
after it was deleted, or taken down and erased, none of its words is found, nor its address, which answers 410."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Comment, Page, PageLogEntry
from wagtail_localize.models import StringTranslation

from newsroom.audit.verifying import breaks
from newsroom.authoring.models import NewsroomDocument, NewsroomImage, NewsroomRendition
from newsroom.consent.models import Erasure, TakeDown
from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import TakeDownRefused, restore, take_down
from newsroom.web.models import WebhookEndpoint
from newsroom.web.pictures import make_pictures_of
from newsroom.web.previews.links import make_link
from stories.partner_import.models import PartnerImport, PartnerImportRow
from tests import factories
from tests.consent.keepers import keeper
from tests.review.admin import Desk, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

# Every place in which an editor or a translator writes has a word of its own.
WORDS = [f"planted{place}" for place in (
    *("title", "slug", "summary", "body", "alt", "caption", "transcript", "draft", "spanish", "comment", "label"),
    *("old", "picture", "file", "first", "alias"),
)]  # fmt: skip

# What pictures and files are called in the library of the newsroom, which the admin finds them by.
LIBRARY = ("plantedpicture", "plantedfile")


def found_in_the_dump():
    """{word: the tables in which it is}, of all tables as PostgreSQL would dump them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')
            text = "\n".join(row[0] for row in cursor.fetchall()).lower()
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type = 'bytea'",
                [table],
            )
            for (column,) in cursor.fetchall():
                cursor.execute(f'SELECT "{column}" FROM "{table}"')
                text += "".join(bytes(row[0] or b"").decode(errors="replace").lower() for row in cursor.fetchall())
            for word in WORDS:
                if word in text:
                    found.setdefault(word, set()).add(table)
    return found


def found_in_the_storage():
    fields = (model._meta.get_field("file") for model in (NewsroomImage, NewsroomDocument, NewsroomRendition))
    folders = {Path(getattr(field.storage, "location", settings.MEDIA_ROOT)) for field in fields}
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        word for word in WORDS for path in files
        if word in str(path).lower() or word.encode() in path.read_bytes().lower()
    }  # fmt: skip


def planted_story(state="public"):
    """A story with a word in each place, and another page that shares one of its two pictures."""
    png = get_test_image_file(filename="plantedpicture.png", size=(900, 600))
    picture = NewsroomImage.objects.create(title="plantedpicture", file=png, consents=factories.NOBODY)
    file = factories.document("plantedfile", "plantedfile.txt", b"plantedfile")
    page = factories.campaign_story(
        "draft",
        title="Plantedfirst", slug="plantedold", summary="Plantedsummary",
        body=[
            ("text", "<p>Plantedbody of <b>plantedbody</b>.</p>"),
            ("picture", factories.picture_block(image=picture, alt="plantedalt", caption="Plantedcaption")),
            ("file_list", {"heading": "Take it", "files": [factories.file_block(file=file)]}),
        ],
        videos=[("video", factories.video_block(transcript="<p>Plantedtranscript.</p>"))],
    )  # fmt: skip
    if state == "draft":
        return page, picture, file
    page = factories.publish(page, title="Plantedtitle", slug="plantedslug")
    spanish = factories.translated(page, "es")
    StringTranslation.objects.filter(data__contains="lantedbody").update(data="<b>Plantedspanish</b>")
    make_pictures_of.call(page.pk)
    _link, _token = make_link(page, factories.writer(), 7, "plantedlabel")
    Comment.objects.create(
        page=page,
        user=factories.writer(),
        text="plantedcomment",
        contentpath="title",
        revision_created=page.live_revision,
    )
    log(instance=page, action="newsroom.preview_comment", user=None, data={"comment": "plantedcomment"})
    DBTaskResult.objects.create(
        args_kwargs={"args": ["“Plantedtitle” waits for your review"], "kwargs": {}}, task_path="x.y", priority=0,
        queue_name="default", backend_name="default", status="SUCCESSFUL", exception_class_path="", traceback="",
    )  # fmt: skip
    factories.edit(page, title="Planteddraft")
    type(page).objects.get(pk=page.pk).create_alias(update_slug="plantedalias")
    return type(page).objects.get(pk=page.pk), spanish, picture, file


def test_a_page_that_was_taken_down_and_erased_is_found_nowhere(django_capture_on_commit_callbacks):
    WebhookEndpoint.objects.create(name="Front end", url="https://front.example.org/")
    page, spanish, _picture, _file = planted_story()
    addresses = [f"/en/stories/{slug}/" for slug in ("plantedslug", "plantedold")] + ["/es/stories/plantedslug/"]
    if not Redirect.objects.filter(old_path="/en/stories/plantedold").exists():
        Redirect.objects.create(old_path="/en/stories/plantedold", redirect_page=page)
    assert set(found_in_the_dump()) >= set(WORDS) - {"plantedfile"}
    assert found_in_the_storage() == {"plantedpicture", "plantedfile"}
    shared = factories.campaign_story(body=[("picture", factories.picture_block(image=factories.image()))])

    with django_capture_on_commit_callbacks(execute=True):
        record = take_down(page, factories.duty_editor(), "Somebody in it is at risk.")
    # Taken down, its words lie only where the newsroom keeps its pages, for those who keep the consents.
    where = set().union(*(tables for word, tables in found_in_the_dump().items() if word not in LIBRARY))
    assert not {table for table in where if table.startswith(("search_", "wagtailsearch_"))}, where
    assert not {"web_publisheddocument", "web_announcedpage", "web_webhookevent"} & where
    desk = Desk(keeper())
    for who in (factories.duty_editor, factories.administrator, factories.editor):
        Desk(who()).post("newsroom_erase", record.pk, sure="on")
        assert Page.objects.filter(pk=page.pk).exists()
    assert "Tick this first" in desk.post("newsroom_erase", record.pk).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post("newsroom_erase", record.pk, sure="on")
    assert "Erased for good" in said(answer)

    assert found_in_the_dump() == {}
    assert found_in_the_storage() == set()
    for address in addresses:
        assert Client().get(address).status_code == 410, address
    for pk in (page.pk, spanish.pk):
        assert Client().get(f"/api/v1/pages/{pk}/").status_code == 410
        assert Client().get(f"/share/{pk}.png").status_code == 410
    assert Client().get("/api/v1/pages/find/?path=/es/stories/plantedslug/").status_code == 410
    assert Client().get(f"/api/v1/pages/by-key/{page.translation_key}/?locale=en").status_code == 410
    assert Client().get("/oembed?url=http://testserver/en/stories/plantedslug/").status_code == 410
    assert Client().get("/en/stories/plantedslug/feed.atom").status_code in (404, 410)
    assert Client().get("/en/stories/never-there/").status_code == 404
    # What stays: who, when, what, by number; and the others' pages.
    erasure = Erasure.objects.get()
    assert erasure.erased_by == desk.person
    assert {page.pk, spanish.pk} < {each.page_id for each in erasure.pages.all()}
    assert erasure.counts["pictures and files"] >= 3
    assert PageLogEntry.objects.filter(page_id=page.pk, action="newsroom.erase", user=desk.person).exists()
    assert list(breaks()) == []
    assert Client().get(shared.get_url()).status_code == 200
    assert f"stories.campaignstorypage {page.pk} (en)" in desk.read("newsroom_receipt", record.pk)
    assert "campaignstorypage" not in Desk(factories.duty_editor()).read("newsroom_receipt", record.pk)
    check_receipt.call(record.pk)
    assert not record.steps.exclude(name="webhooks").exclude(state="done").exists()
    with pytest.raises(TakeDownRefused):
        restore(TakeDown.objects.get(), factories.duty_editor())
    assert "erased already" in desk.read("newsroom_erase", record.pk)


def test_a_draft_that_is_deleted_in_the_admin_is_found_nowhere_but_in_the_library_of_files():
    page, picture, file = planted_story("draft")
    other = factories.partner()
    log(instance=other, action="wagtail.copy", data={"page": {"id": page.pk, "title": page.title}, "source": None})
    Desk(factories.administrator()).post("wagtailadmin_pages:delete", page.pk)
    assert not Page.objects.filter(pk=page.pk).exists()
    found = {
        word: tables for word, tables in found_in_the_dump().items() if word not in ("plantedpicture", "plantedfile")
    }
    assert found == {}
    assert NewsroomImage.objects.filter(pk=picture.pk).exists()
    assert NewsroomDocument.objects.filter(pk=file.pk).exists()
    assert PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.delete").exists()
    assert list(breaks()) == []


def test_what_nobody_ever_approved_answers_like_what_never_was_before_it_is_erased_and_after():
    page = factories.campaign_story("draft", title="Plantedtitle")
    record = take_down(page, factories.duty_editor(), "Somebody in it is at risk.")
    addresses = [f"/api/v1/pages/{page.pk}/", f"/share/{page.pk}.png", page.get_url()]
    addresses += [f"/api/v1/pages/by-key/{page.translation_key}/?locale=en"]
    assert [Client().get(address).status_code for address in addresses] == [404] * 4
    Desk(keeper()).post("newsroom_erase", record.pk, sure="on")
    assert not Page.objects.filter(pk=page.pk).exists()
    assert [Client().get(address).status_code for address in addresses] == [404] * 4


def test_what_others_need_is_not_erased_with_a_page_and_a_section_is_not_erased_over_its_pages():
    picture = factories.image("Shared")
    story = factories.campaign_story(body=[("picture", factories.picture_block(image=picture))])
    factories.campaign_story("draft", body=[("picture", factories.picture_block(image=picture))])
    section = take_down(story.get_parent(), factories.duty_editor(), "x")
    desk = Desk(keeper())
    desk.post("newsroom_erase", section.pk, sure="on")
    assert "There are pages below it" in desk.read("newsroom_erase", section.pk)
    assert Page.objects.filter(pk=story.pk).exists()
    record = take_down(story, factories.duty_editor(), "x")
    desk.post("newsroom_erase", record.pk, sure="on")
    assert not Page.objects.filter(pk=story.pk).exists()
    assert NewsroomImage.objects.filter(pk=picture.pk).exists()
    imported = factories.partner("draft", title="Plantedpartner")
    batch = PartnerImport.objects.create(
        index=factories.partner_index(), source_text="Plantedfirst; Riverton\nOthers; Newark", state="set_aside"
    )
    row = PartnerImportRow.objects.create(
        partner_import=batch, position=1, raw="Plantedfirst; Riverton", name="Plantedfirst", page=imported
    )
    Desk(factories.administrator()).post("wagtailadmin_pages:delete", imported.pk)
    assert found_in_the_dump() == {}
    batch.refresh_from_db()
    assert (batch.source_text, row.position) == ("\nOthers; Newark", 1)
    assert reverse("newsroom_erase", args=[record.pk]) not in desk.read("newsroom_receipt", record.pk)
