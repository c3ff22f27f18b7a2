"""Files: public for exactly as long as a public page refers to them."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection, CollectionViewRestriction, Page

from newsroom.authoring.models import NewsroomDocument
from newsroom.web.models import RevisionFiles
from tests import factories
from tests.web.api import ask

pytestmark = pytest.mark.django_db


def address(document):
    return f"/files/{document.pk}/{document.filename}"


def get(document, **headers):
    return Client().get(address(document), headers=headers)


def status(document):
    return get(document).status_code


def body(response):
    return b"".join(response.streaming_content)


def public(name="policy.txt", content=b"0123456789"):
    """A document that a public page refers to."""
    document = factories.document(name=name, content=content)
    factories.campaign_story(toolkit=[("file", factories.file_block(file=document))])
    return document


# Who gets it


def test_a_file_that_no_page_refers_to_is_not_found():
    assert status(factories.document()) == 404


def test_a_file_is_found_where_the_page_says_it_is():
    document = public(content=b"Whereas ...")
    (story,) = ask("pages/", type="campaign_story")["items"]
    file = story["toolkit"][0]["file"]
    assert file["size"] == 11
    response = Client().get(file["url"])
    assert body(response) == b"Whereas ..."
    assert response["Content-Type"] == file["media_type"] == "text/plain"
    assert file["id"] == document.pk


def test_every_way_of_referring_to_a_file_makes_it_public():
    video = factories.video_block()
    in_a_list, in_a_text = factories.document(), factories.document()
    link = f'<p><a linktype="document" id="{in_a_text.pk}">the policy</a></p>'
    files = {"heading": "", "files": [factories.file_block(file=in_a_list)]}
    factories.campaign_story(body=[("file_list", files), ("text", link)], videos=[("video", video)])
    assert [status(each) for each in (video["file"], video["captions"], in_a_list, in_a_text)] == [200] * 4


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled"])
def test_a_file_of_a_page_that_is_not_public_is_not_found(state):
    document = factories.document()
    factories.campaign_story(state=state, toolkit=[("file", factories.file_block(file=document))])
    assert status(document) == 404


def test_a_file_of_a_draft_on_a_public_page_is_not_found():
    document, story = factories.document(), factories.campaign_story()
    factories.edit(story, toolkit=[("file", factories.file_block(file=document))])
    assert status(document) == 404


def test_a_file_written_into_a_live_row_past_the_law_is_not_found():
    document, story = factories.document(), factories.campaign_story()
    block = {**factories.file_block(), "file": document.pk}
    type(story).objects.filter(pk=story.pk).update(toolkit=[{"type": "file", "value": block}])
    assert status(document) == 404


def test_a_file_comes_with_its_page_and_goes_with_it():
    document, story = factories.document(), factories.campaign_story()
    assert status(document) == 404
    factories.publish(story, toolkit=[("file", factories.file_block(file=document))])
    assert status(document) == 200
    Page.objects.get(pk=story.pk).specific.unpublish()
    assert status(document) == 404


def test_a_file_goes_when_the_page_does_without_it():
    document = factories.document()
    story = factories.campaign_story(toolkit=[("file", factories.file_block(file=document))])
    assert status(document) == 200
    factories.publish(story, toolkit=[])
    assert status(document) == 404


def test_a_file_is_gone_when_its_page_is_taken_down():
    document = factories.document()
    story = factories.campaign_story(toolkit=[("file", factories.file_block(file=document))])
    assert status(document) == 200
    factories.take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    assert status(document) == 410


def test_a_file_stays_while_another_public_page_refers_to_it():
    document = factories.document()
    first, _second = (factories.campaign_story(toolkit=[("file", factories.file_block(file=document))]) for _ in "ab")
    factories.take_down(first, factories.duty_editor(), "Somebody in it is at risk.")
    assert status(document) == 200


def test_a_file_in_a_private_collection_is_not_found():
    document = public()
    NewsroomDocument.objects.filter(pk=document.pk).update(collection=private_collection())
    assert status(document) == 404


def private_collection():
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    return collection


def test_a_file_has_one_name():
    document = public()
    assert Client().get(f"/files/{document.pk}/another.txt").status_code == 404
    assert Client().get(f"/files/{document.pk + 1}/{document.filename}").status_code == 404
    assert Client().get(f"/files/{'9' * 30}/{document.filename}").status_code == 404
    assert Client().get(f"/files/{document.pk}/../{document.filename}").status_code == 404


def test_a_file_whose_name_is_not_latin_is_found_where_the_page_says_it_is():
    public(name="سياسة.txt")
    (story,) = ask("pages/", type="campaign_story")["items"]
    url = story["toolkit"][0]["file"]["url"]
    assert url.isascii()
    response = Client().get(url)
    assert response.status_code == 200
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_what_is_known_about_files_can_be_forgotten_at_any_time():
    document = public()
    assert status(document) == 200
    RevisionFiles.objects.all().delete()
    assert status(document) == 200


def test_asking_again_for_a_file_costs_no_more_as_pages_become_many(django_assert_max_num_queries):
    document = public()
    status(document)
    with django_assert_max_num_queries(4):
        assert status(document) == 200
    for _ in range(3):
        public()
    status(factories.document())  # The new revisions are read once.
    with django_assert_max_num_queries(4):
        assert status(document) == 200


# What it may do there


def test_a_file_is_saved_unless_a_browser_shows_it_without_running_anything():
    shown = ["gate.mp4", "gate.webm", "gate.vtt", "gate.png", "gate.jpg", "gate.pdf"]
    saved = ["gate.html", "gate.svg", "gate.txt", "gate.docx", "gate.unknown", "gate"]
    files = [factories.document(name=name) for name in (*shown, *saved)]
    factories.campaign_story(toolkit=[("file", factories.file_block(file=file)) for file in files])
    how = [get(file)["Content-Disposition"].partition(";")[0] for file in files]
    assert how == ["inline"] * len(shown) + ["attachment"] * len(saved)


def test_a_file_can_do_nothing_in_the_sites_name():
    response = get(public(name="trap.html", content=b"<script>alert(1)</script>"))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert "attachment" in response["Content-Disposition"]
    assert not response.cookies


def test_a_file_only_answers_reading():
    document = public()
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(enforce_csrf_checks=True), method)(address(document))
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"


# Getting it again, and in parts


def test_a_file_that_did_not_change_is_not_sent_again():
    document = public()
    first = get(document)
    again = get(document, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"


def test_a_file_that_was_unpublished_is_not_confirmed_from_a_cache():
    document = factories.document()
    story = factories.campaign_story(toolkit=[("file", factories.file_block(file=document))])
    tag = get(document)["ETag"]
    Page.objects.get(pk=story.pk).specific.unpublish()
    assert get(document, if_none_match=tag).status_code == 404


def test_head_says_what_get_would_send():
    document = public()
    head, got = Client().head(address(document)), get(document)
    assert head.status_code == 200
    assert body(head) == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Content-Disposition"):
        assert head[name] == got[name]


def test_a_part_of_a_file_is_sent_on_request():
    document = public()
    for asked, part, sent in (
        ("bytes=0-0", "0-0", b"0"),
        ("bytes=2-4", "2-4", b"234"),
        ("bytes=7-", "7-9", b"789"),
        ("bytes=-3", "7-9", b"789"),
        ("bytes=-99", "0-9", b"0123456789"),
        ("bytes=0-99", "0-9", b"0123456789"),
    ):
        response = get(document, range=asked)
        assert response.status_code == 206, asked
        assert response["Content-Range"] == f"bytes {part}/10"
        assert response["Content-Length"] == str(len(sent))
        assert body(response) == sent


def test_a_part_behind_the_end_is_refused_with_the_size():
    document = public()
    for asked in ("bytes=10-", "bytes=99-100", "bytes=-0"):
        response = get(document, range=asked)
        assert response.status_code == 416, asked
        assert response["Content-Range"] == "bytes */10"


def test_a_range_that_means_nothing_gets_the_whole_file():
    document = public()
    for asked in ("bytes=0-1,4-5", "bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes", ""):
        response = get(document, range=asked)
        assert response.status_code == 200, asked
        assert body(response) == b"0123456789"


def test_a_part_is_only_sent_of_the_version_that_was_begun():
    document = public()
    tag = get(document)["ETag"]
    assert get(document, range="bytes=2-4", if_range=tag).status_code == 206
    assert get(document, range="bytes=2-4", if_range='"another"').status_code == 200


def test_a_large_file_arrives_whole():
    content = bytes(range(256)) * 1000
    assert body(get(public(name="gate.webm", content=content))) == content


# Wagtail's own addresses


def test_wagtails_own_address_of_a_document_is_for_staff():
    document = factories.document(content=b"Whereas ...")
    try:
        url = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    except NoReverseMatch:  # pragma: no cover
        pytest.fail("Wagtail's pickers and its rich text editor need this address.")
    assert url.startswith("/admin/")
    assert Client().get(url).status_code == 302
    assert Client().get(f"/documents/{document.pk}/{document.filename}").status_code == 404
    staff = Client()
    staff.force_login(factories.writer())
    assert b"".join(staff.get(url).streaming_content) == b"Whereas ..."


def test_an_uploaded_file_has_no_address_of_its_own():
    document = public()
    assert Client().get(document.file.url).url.startswith("/admin/login/")
    assert Client().get(f"/media/{document.file.name}").status_code == 404
