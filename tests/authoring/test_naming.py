"""Versions are found by what they name: the database's index misses nothing that a reading of the words finds."""

import uuid

import pytest
from django.db import connection
from wagtail.models import Revision

from newsroom.authoring.alike import same_words
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.naming import may_name
from newsroom.authoring.references import references_in
from tests import factories

pytestmark = pytest.mark.django_db


def found(model, pk):
    return set(may_name(Revision.page_revisions, model, [pk]).values_list("pk", flat=True))


def test_every_picture_and_file_of_every_type_of_page_is_found_at_its_version(two_of_each):
    seen = set()
    for revision in Revision.page_revisions.all():
        named = references_in(revision)
        for model, ids in ((NewsroomImage, named.images), (NewsroomDocument, named.documents)):
            seen |= {model for _ in ids}
            for pk in ids:
                assert revision.pk in found(model, pk), (revision, model, pk)
    assert seen == {NewsroomImage, NewsroomDocument}


@pytest.mark.parametrize("wanted", [7, 12, 987654])
@pytest.mark.parametrize(
    "value",
    [
        '[{"type": "picture", "value": {"image": %d, "alt": ""}, "id": "x"}]',
        '[{"type":"picture","value":{"alt":"","image":%d}}]',
        '[{"type": "gallery", "value": [1, %d, 3]}]',
        '[{"type": "gallery", "value": [{"type": "item", "value": %d, "id": "x"}]}]',
        '[{"type": "gallery", "value": [\n  %d\n]}]',
        r'[{"type": "text", "value": "<p><a linktype=\"document\" id=\"%d\">A file</a></p>"}]',
        '<p><a id="%d" linktype="document">A file</a></p>',
    ],
)
def test_an_id_is_found_wherever_it_may_stand(wanted, value):
    revision = factories.edit(factories.campaign_story())
    assert revision.pk not in found(NewsroomImage, wanted)
    revision.content["body"] = value % wanted
    Revision.objects.bulk_update([revision], ["content"])
    assert found(NewsroomImage, wanted) == {revision.pk}
    assert found(NewsroomImage, wanted * 10) == set()


def test_a_stream_that_is_no_string_and_what_is_no_object_are_read_too():
    revision = factories.edit(factories.campaign_story())
    revision.content["body"] = [{"type": "picture", "value": {"image": 987654}}]
    Revision.objects.bulk_update([revision], ["content"])
    assert found(NewsroomImage, 987654) == {revision.pk}
    with connection.cursor() as cursor:
        for nothing in ("[987654]", "null", '"987654"', "{}"):
            cursor.execute("SELECT newsroom_named_in(%s::jsonb)", [nothing])
            assert cursor.fetchone() == (None,)


def test_a_field_of_a_page_is_found_by_its_name_and_its_id_alone_is_not():
    with connection.cursor() as cursor:
        cursor.execute("""SELECT newsroom_named_in('{"poster": 987654, "film": "5", "year": null}')""")
        assert sorted(cursor.fetchone()[0]) == ["film=5", "poster=987654"]


def test_years_and_levels_are_no_ids():
    story = factories.campaign_story(start_year=1991, body=[("heading", {"text": "In 1992", "level": "2"})])
    assert story.latest_revision_id not in found(NewsroomImage, 1991) | found(NewsroomImage, 1992)


def test_the_index_is_what_finds_them():
    with connection.cursor() as cursor:
        # Of few versions PostgreSQL would rather read all.
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "newsroom_versions_by_name" in may_name(Revision.objects, NewsroomImage, [987654]).explain()
        cursor.execute(
            "EXPLAIN SELECT id FROM wagtailcore_revision WHERE newsroom_named_in(content) && %s::text[]",
            [[str(uuid.uuid4())]],
        )
        assert "newsroom_versions_by_name" in str(cursor.fetchall())


def test_a_copy_is_found_while_it_is_a_draft_that_somebody_went_on_with():
    story = factories.campaign_story(body=[("text", "<p>She slept in the cellar.</p>")])
    copy = story.copy(update_attrs={"slug": "a-copy", "title": "A copy"}, keep_live=False)
    factories.edit(copy, title="Another title")
    assert [each.page_id for each in same_words([story.pk])] == [copy.pk]
