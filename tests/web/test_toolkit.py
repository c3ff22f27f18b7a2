"""The whole toolkit as one zip: what is in it, and how it is asked for."""

import hashlib
import io
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.authoring.models import NewsroomDocument
from newsroom.web import toolkit
from tests import factories
from tests.web.api import ask
from tests.web.reading import read
from tests.web.toolkit import address, get, status, story_with, unpack, zip_of

pytestmark = pytest.mark.django_db


# What is in it


def test_the_zip_holds_the_files_and_what_one_must_know_to_use_them(settings):
    policy = factories.document(content=b"Whereas ...")
    block = factories.file_block(file=policy, title="Ordinance", language="es", licence="CC0-1.0")
    story = factories.campaign_story(title="The jail that closed", toolkit=[("file", block)])
    manifest, files = unpack(zip_of(story))
    assert files == {policy.filename: b"Whereas ..."}
    assert manifest == {
        "site": "Open Gate Network",
        "title": "The jail that closed",
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{ask(f'pages/{story.pk}/')['url']}",
        "lang": "en",
        "published_at": ask(f"pages/{story.pk}/")["updated_at"],
        "files": [
            {
                "name": policy.filename,
                "kind": "sample_policy",
                "title": "Ordinance",
                "description": "Hand it to your council.",
                "lang": "es",
                "licence": "CC0-1.0",
                "sha256": hashlib.sha256(b"Whereas ...").hexdigest(),
                "size": 11,
            }
        ],
    }


def test_a_translation_has_a_toolkit_of_its_own():
    story = factories.translated(story_with(factories.document()), "es")
    manifest, _ = unpack(zip_of(story))
    assert manifest["lang"] == "es"
    assert manifest["title"] == story.title
    assert [file["title"] for file in manifest["files"]] == ["Ordinance to end a contract [es]"]
    assert f"{story.slug}-toolkit-es.zip" in get(story)["Content-Disposition"]


def test_two_documents_of_one_name_are_both_there():
    first, second = factories.document(content=b"first"), factories.document(content=b"second")
    for document, folder in ((first, "a"), (second, "b")):
        name = default_storage.save(f"documents/{folder}-{document.pk}/Policy.txt", ContentFile(document.file.read()))
        NewsroomDocument.objects.filter(pk=document.pk).update(file=name)
    manifest, files = unpack(zip_of(story_with(first, second)))
    assert files == {"Policy.txt": b"first", "Policy-2.txt": b"second"}
    assert [file["name"] for file in manifest["files"]] == list(files)


def test_the_same_content_is_the_same_zip_byte_for_byte():
    story = story_with(factories.document(), factories.document("Another"))
    archive = zip_of(story)
    assert zip_of(story) == archive
    with ZipFile(io.BytesIO(archive)) as opened:
        assert {(entry.date_time, entry.compress_type) for entry in opened.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), ZIP_STORED)
        }


def test_a_large_toolkit_arrives_whole_and_never_lies_in_memory_as_a_whole(monkeypatch):
    spools = []

    class Watched(toolkit.SpooledTemporaryFile):
        def __init__(self, **options):
            super().__init__(**options)
            spools.append(self)

    monkeypatch.setattr(toolkit, "SpooledTemporaryFile", Watched)
    content = bytes(range(256)) * 8192
    response = get(story_with(factories.document(content=content)))
    assert spools[0]._rolled
    parts = list(response.streaming_content)
    assert max(map(len, parts)) <= 64 * 1024
    assert len(b"".join(parts)) == int(response["Content-Length"])
    assert list(unpack(b"".join(parts))[1].values()) == [content]
    assert spools[0].closed


# How it is asked for


def test_a_story_without_a_toolkit_has_no_zip_and_says_so():
    story = factories.campaign_story()
    assert ask(f"pages/{story.pk}/")["toolkit_url"] is None
    assert status(story) == 404


def test_pages_of_other_types_and_pages_that_are_not_there_have_no_zip(one_of_each):
    others = {name: status(page) for name, page in one_of_each.items() if name != "campaign_story"}
    assert set(others.values()) == {404}
    for path in ("/en/nothing/toolkit.zip", "/toolkit.zip", "/ar/stories/toolkit.zip", "/en/toolkit.zip/"):
        assert Client().get(path).status_code == 404


@pytest.mark.usefixtures("spanish")
def test_the_page_and_its_json_lead_to_the_zip(client):
    story = story_with(factories.document(content=b"x" * 3000), factories.document(content=b"x" * 72))
    assert ask(f"pages/{story.pk}/")["toolkit_url"] == address(story)
    link = read(client, story.url).select_one("#toolkit a[href$='toolkit.zip']")
    assert (link["href"], link["type"]) == (address(story), "application/zip")
    assert link.text == "The whole toolkit (zip, 3.0\xa0KB)"
    spanish = read(client, factories.translated(story, "es").url)
    assert spanish.select_one("#toolkit a[href$='toolkit.zip']").text.startswith("Todas las herramientas (zip, ")


def test_the_zip_is_saved_under_a_name_that_says_what_it_is_and_can_do_nothing():
    story = story_with(factories.document())
    response = get(story)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="{story.slug}-toolkit-en.zip"'
    file = Client().get(ask(f"pages/{story.pk}/")["toolkit"][0]["file"]["url"])
    for name in (
        "Content-Security-Policy", "X-Content-Type-Options", "Access-Control-Allow-Origin", "Cache-Control",
        "Cross-Origin-Resource-Policy", "Referrer-Policy", "X-Frame-Options",
    ):  # fmt: skip
        assert response[name] == file[name], name
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_a_zip_that_did_not_change_is_neither_made_nor_sent_again(monkeypatch):
    story = story_with(factories.document())
    tag = get(story)["ETag"]
    monkeypatch.setattr(toolkit, "_make", None)
    again = get(story, if_none_match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Cache-Control"] == "no-cache"


def test_another_revision_or_another_file_has_another_tag():
    story = story_with(factories.document())
    tags = [get(story)["ETag"]]
    factories.publish(story, title="The jail that closed at last")
    tags.append(get(story)["ETag"])
    factories.publish(story, toolkit=[("file", factories.file_block())])
    tags.append(get(story)["ETag"])
    assert len(set(tags)) == 3


def test_head_says_what_get_would_send_without_making_it(monkeypatch):
    story = story_with(factories.document())
    got = get(story)
    monkeypatch.setattr(toolkit, "_make", None)
    head = Client().head(address(story))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Content-Disposition", "Cache-Control"):
        assert head[name] == got[name]


def test_the_zip_only_answers_reading():
    story = story_with(factories.document())
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(enforce_csrf_checks=True), method)(address(story))
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_zip_costs_no_more_queries_with_more_files():
    few, many = story_with(factories.document()), story_with(*(factories.document() for _ in range(9)))
    costs = []
    for story in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            zip_of(story)
        costs.append(len(queries))
    assert costs[1] == costs[2] <= 10, costs
