"""Attacks on what is found of pictures and files that a reviewer with fresh eyes tried, the fifth time: each name says
what must happen."""

from __future__ import annotations

import contextlib
import json
import random
import uuid

import pytest
from django.test import Client
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision, get_page_models

from newsroom.authoring.cleaning.gate import CleanFile
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.authoring.naming import may_name
from newsroom.authoring.references import references_in
from newsroom.consent.take_down import restore
from newsroom.review.law import LawError
from tests import factories
from tests.attacks.taken_down import is_open, showing, take_it_down
from tests.review.admin import Desk

pytestmark = pytest.mark.django_db

FACE = "Her face at the gate"


def anything(block, chance):
    """Raw content of a block, whichever it is, as a program may have written it."""
    if isinstance(block, blocks.BaseStreamBlock):
        names = chance.choices(sorted(block.child_blocks), k=chance.randint(0, 3)) if block.child_blocks else []
        return [part(name, anything(block.child_blocks[name], chance), chance) for name in names]
    if isinstance(block, blocks.BaseStructBlock):
        return {name: anything(child, chance) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        items = [anything(block.child_block, chance) for _each in range(chance.randint(0, 3))]
        return [item if chance.random() < 0.5 else part("item", item, chance) for item in items]
    if isinstance(block, blocks.RichTextBlock):
        return rich(chance)
    if isinstance(block, blocks.ChooserBlock):
        return chance.choice([None, number(chance), number(chance)])
    return chance.choice(["", None, "a", '":12,', "[7]", number(chance)])


def part(kind, value, chance):
    return {"type": kind, "value": value, "id": chance.choice([str(uuid.UUID(int=chance.getrandbits(128))), "x", "12"])}


def number(chance):
    return chance.choice([0, 7, 12, 120, 1234567, 999999999, chance.randint(1, 10**9 - 1)])


def rich(chance):
    links = ""
    for _each in range(chance.randint(0, 3)):
        written = f"{number(chance):0{chance.choice([1, 1, 4])}d}"
        said = [f'linktype="{chance.choice(["page", "document"])}"', f'id="{written}"', 'uuid="3"', "href='9'"]
        chance.shuffle(said)
        links += f"{chance.choice(['', '12', ':', '<p>'])}<a {chance.choice([' ', chr(10)]).join(said)}>7</a>"
    return links


def content_of(model, chance):
    content = {"pk": 1, "title": "x", "content_type": 1}
    for field in model._meta.concrete_fields:
        if isinstance(field, StreamField):
            stream = anything(field.stream_block, chance)
            content[field.name] = json.dumps(stream, ensure_ascii=chance.random() < 0.5)
        elif isinstance(field, RichTextField):
            content[field.name] = rich(chance)
        elif field.is_relation and field.model is model and not field.primary_key:
            content[field.name] = chance.choice([None, number(chance)])
    return content


def test_whatever_a_version_names_is_found_by_the_index_wherever_it_stands():
    chance, story, models = random.Random(5), factories.campaign_story(), get_page_models()
    like = story.latest_revision
    count = 0
    for turn in range(600):
        model = models[turn % len(models)]
        if model._meta.app_label in ("wagtailcore",):
            continue
        kind = type(like.content_type).objects.get_for_model(model)
        of_it = {"content_type": kind, "base_content_type": like.base_content_type, "created_at": like.created_at}
        [made] = Revision.objects.bulk_create([Revision(object_id="1", content=content_of(model, chance), **of_it)])
        named = references_in(made)
        for of, ids in ((NewsroomImage, named.images), (NewsroomDocument, named.documents)):
            for pk in ids:
                count += 1
                found = may_name(Revision.objects.filter(pk=made.pk), of, {pk})
                assert found.exists(), (of, pk, made.content)
    assert count > 500


def test_a_file_that_a_page_links_to_by_a_number_with_noughts_is_not_changed_behind_it_or_not_given():
    file = factories.document("A letter")
    link = f'<p><a linktype="document" id="{file.pk:07d}">A letter</a></p>'
    story = factories.campaign_story(body=[("text", link)])
    file.file = CleanFile(b"Other words, which nobody approved.", "other.txt")
    with contextlib.suppress(LawError):
        file.save()
    page, address = Client().get(story.url).content.decode(), f"/files/{file.pk}/{file.filename}"
    assert "A letter" in page
    assert address not in page and Client().get(address).status_code == 404


def test_a_banner_stays_open_for_a_page_that_shows_a_later_upload_of_it(django_capture_on_commit_callbacks):
    banner = factories.image("A banner")
    other = factories.about(body=showing(banner))
    take_it_down(factories.campaign_story(body=showing(banner)))
    again = factories.uploaded_again(banner, "banner-final")
    third = factories.vision(title="An innocent page", body=showing(again))
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(other, body=[])
    assert is_open(banner) and is_open(again)
    factories.publish(third, title="An innocent page, and more")
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(third, body=[])
    assert not is_open(banner) and not is_open(again)


@pytest.mark.parametrize("first", [0, 1])
def test_what_two_pages_that_are_down_showed_opens_with_the_last_of_them_however_often_it_was_uploaded(first):
    face = factories.image(FACE)
    again = factories.uploaded_again(face, "IMG_1")
    pages = [factories.campaign_story(body=showing(each)) for each in (face, again)]
    for page in pages:
        factories.publish(page, body=[])
    records = [take_it_down(page) for page in pages]
    assert not is_open(face) and not is_open(again)
    restore(records[first], factories.duty_editor())
    assert not is_open(face) and not is_open(again)
    restore(records[1 - first], factories.duty_editor())
    assert is_open(face) and is_open(again)


def test_a_picture_that_a_page_shows_which_is_down_twice_opens_when_both_are_lifted():
    face = factories.image(FACE)
    story = factories.campaign_story(body=showing(face))
    first = take_it_down(story)
    restore(first, factories.duty_editor())
    second = take_it_down(story)
    assert not is_open(face)
    restore(second, factories.duty_editor())
    assert is_open(face)


def test_what_is_erased_is_erased_however_often_it_was_uploaded_but_for_what_another_page_shows(
    django_capture_on_commit_callbacks,
):
    face, banner = factories.image(FACE), factories.image("A banner")
    paper = factories.document("A letter to her")
    again = [factories.uploaded_again(each, "IMG_1") for each in (face, banner, paper)]
    files = [each.file for each in (face, paper, again[0], again[2])]
    factories.about(body=showing(banner))
    toolkit = [("file", factories.file_block(file=paper))]
    record = take_it_down(factories.campaign_story(body=showing(face, banner), toolkit=toolkit))
    with django_capture_on_commit_callbacks(execute=True):
        Desk(factories.consent_keeper()).post("newsroom_erase", record.pk, sure="on")
    ours = NewsroomImage.objects.filter(pk__in=[each.pk for each in (face, banner, *again[:2])])
    assert set(ours) == {banner, again[1]}
    assert not NewsroomDocument.objects.filter(pk__in=[paper.pk, again[2].pk]).exists()
    assert not [file.name for file in files if file.storage.exists(file.name)]
