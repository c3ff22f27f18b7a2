"""Ways to get into, or out of, a toolkit's zip what nobody approved for readers."""

from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from newsroom.authoring.models import NewsroomDocument
from tests import factories
from tests.web.api import ask
from tests.web.toolkit import get, status, story_with, unpack, zip_of

pytestmark = pytest.mark.django_db


def contents(story):
    """What the files of the zip say."""
    return sorted(unpack(zip_of(story))[1].values())


def test_a_draft_that_swaps_a_file_changes_nothing_in_the_zip():
    story = story_with(factories.document(content=b"approved"))
    before = zip_of(story)
    factories.edit(story, title="Not yet", toolkit=[("file", factories.file_block())])
    assert zip_of(story) == before
    factories.submit(story)
    assert zip_of(story) == before


def test_a_file_written_into_the_live_row_past_the_law_is_not_in_the_zip():
    story = story_with(factories.document(content=b"approved"))
    before = zip_of(story)
    block = {**factories.file_block(), "file": factories.document(content=b"smuggled").pk}
    type(story).objects.filter(pk=story.pk).update(title="Smuggled", toolkit=[{"type": "file", "value": block}])
    assert zip_of(story) == before


def test_a_file_of_an_earlier_revision_is_in_the_zip_no_more():
    story = story_with(factories.document(content=b"old"))
    tag = get(story)["ETag"]
    factories.publish(story, toolkit=[("file", factories.file_block(file=factories.document(content=b"new")))])
    assert contents(story) == [b"new"]
    assert get(story, if_none_match=tag).status_code == 200
    factories.publish(story, toolkit=[])
    assert status(story) == 404


def test_a_file_that_only_the_text_of_the_page_offers_is_not_in_the_toolkit():
    listed = {"heading": "", "files": [factories.file_block(file=factories.document(content=b"in the text"))]}
    story = story_with(factories.document(content=b"in the toolkit"), body=[("file_list", listed)])
    assert contents(story) == [b"in the toolkit"]


@pytest.mark.parametrize("state", ["draft", "in_review", "rejected", "scheduled"])
def test_a_story_that_is_not_public_has_no_zip(state):
    assert status(story_with(factories.document(), state=state)) == 404


@pytest.mark.usefixtures("spanish")
def test_a_story_that_was_taken_down_has_no_zip_in_any_language_not_even_for_a_cache():
    story = story_with(factories.document())
    spanish = factories.translated(story)
    tag = get(story)["ETag"]
    factories.take_down(story, factories.duty_editor(), "Somebody in it is at risk.")
    for page in (story, spanish):
        gone = get(page, if_none_match=tag)
        assert gone.status_code == 410
        assert gone["Cache-Control"] == "no-cache"
        assert story.title not in gone.content.decode()


def test_a_story_that_was_unpublished_or_has_expired_has_no_zip_not_even_for_a_cache():
    first, second = story_with(factories.document()), story_with(factories.document())
    tags = [get(story)["ETag"] for story in (first, second)]
    Page.objects.get(pk=first.pk).specific.unpublish()
    Page.objects.filter(pk=second.pk).update(expire_at=timezone.now())
    assert [get(story, if_none_match=tag).status_code for story, tag in zip((first, second), tags, strict=True)] == [
        404, 404,
    ]  # fmt: skip


def test_a_story_that_became_private_or_lies_below_a_private_page_has_no_zip():
    story = story_with(factories.document())
    assert status(story) == 200
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert status(story) == 404


def move_to_a_private_collection(document):
    """Into a collection below one that an editor made private."""
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    NewsroomDocument.objects.filter(pk=document.pk).update(collection=private.add_child(name="Below"))


def test_a_file_in_a_private_collection_is_neither_in_the_zip_nor_on_the_page():
    kept, offered = factories.document(content=b"kept"), factories.document(content=b"offered")
    story = story_with(kept, offered)
    tag = get(story)["ETag"]
    move_to_a_private_collection(kept)
    assert contents(story) == [b"offered"]
    assert get(story, if_none_match=tag).status_code == 200
    assert [file["file"]["id"] for file in ask(f"pages/{story.pk}/")["toolkit"]] == [offered.pk]
    move_to_a_private_collection(offered)
    assert status(story) == 404
    assert ask(f"pages/{story.pk}/")["toolkit_url"] is None


@pytest.mark.parametrize("name", ["..\\..\\evil.txt", "two\nlines.txt", "manifest.json", "\u202etxt.evil"])
def test_no_name_of_a_file_leads_out_of_the_zip_or_hides_its_manifest(name, settings):
    document = factories.document()
    path = Path(settings.MEDIA_ROOT) / "private" / str(document.pk) / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"here")
    NewsroomDocument.objects.filter(pk=document.pk).update(file=f"{document.pk}/{name}")
    manifest, files = unpack(zip_of(story_with(document)))
    (unpacked,) = files
    assert files == {unpacked: b"here"}
    assert [file["name"] for file in manifest["files"]] == [unpacked]
    assert not {"/", "\\", "\n", "\u202e", ".."} & {unpacked, *unpacked}
    assert ".." not in unpacked


def test_a_file_that_lies_outside_the_store_is_not_read():
    document = factories.document()
    story = story_with(document)
    NewsroomDocument.objects.filter(pk=document.pk).update(file="../../../../etc/passwd")
    response = get(story)
    assert response.status_code == 400
    assert b"root:" not in response.content
