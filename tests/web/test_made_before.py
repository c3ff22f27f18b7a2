"""A page's HTML is made again only where something of what it is made of is another: a publish elsewhere on the site
makes all kept answers begin anew, but most pages say the same as before."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.test.signals import template_rendered

from newsroom.authoring.documents import approved_page, build_from, visible_rows
from newsroom.authoring.rendering import prepare_page
from newsroom.authoring.schemas import PageDocument, Shape
from newsroom.consent.take_down import take_down
from newsroom.web.models import PublishedDocument
from tests import factories
from tests.published import Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """The templates of pages that were rendered, by name."""
    names: list[str] = []

    def note(template, **kwargs):
        if template.name and template.name.startswith("pages/"):
            names.append(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def story():
    return factories.campaign_story(title="Lanterns at the gate", place="Riverton")


def test_after_a_publish_elsewhere_a_page_is_the_same_and_is_not_made_again(story, made):
    way, address = Way(), story.url
    first = way.get(address)
    factories.commitment(title="Nothing to do with it")
    made.clear()
    again = way.get(address)
    assert (way.cold, made) == (2, [])
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert again.content == way.django_only(address).content
    # And is kept from then on, in every encoding.
    made.clear()
    for encoding in ("", "gzip", "br"):
        assert way.get(address, headers={"accept-encoding": encoding})["ETag"].startswith(first["ETag"][:-1])
    assert (way.cold, made) == (2, [])


def test_what_stands_around_a_page_is_a_part_of_it(story, made):
    way, address = Way(), story.url
    way.get(address)
    index = story.get_parent().specific
    for change in (
        lambda: factories.publish(index, title="What we won"),
        lambda: factories.campaign_story(title="Its neighbor", place="Riverton"),
        lambda: factories.publish(story, title="Lanterns on the bridge"),
    ):
        change()
        made.clear()
        answer = way.get(address)
        assert made
        assert answer.content == way.django_only(address).content


def test_the_menu_is_a_part_of_every_page(story, made):
    """Nothing of it is in the page's own document."""
    section = factories.commitment_index()
    way, address = Way(), story.url
    assert section.title in way.get(address).content.decode()
    factories.publish(section, title="What binds us now")
    made.clear()
    answer = way.get(address)
    assert made
    assert "What binds us now" in answer.content.decode()
    assert answer.content == way.django_only(address).content


@pytest.mark.usefixtures("spanish")
def test_a_translation_that_goes_out_or_is_outdated_is_seen_at_once(story):
    way, address = Way(), story.url
    way.get(address)
    spanish = factories.translated(story)
    assert spanish.url in way.get(address).content.decode()
    way.get(spanish.url)
    factories.publish(story, title="Lanterns on the bridge")
    assert way.get(spanish.url).content == way.django_only(spanish.url).content
    assert "Lanterns on the bridge" in way.get(spanish.url).content.decode()


def test_bytes_of_another_release_or_another_address_are_not_used(story, made):
    way, address = Way(), story.url
    way.get(address)
    factories.commitment()
    made.clear()
    way.get(address, secure=True)
    assert made
    other = Way()
    other.application.store._release = "another"
    made.clear()
    other.get(address)
    assert made


def test_attack_what_was_taken_down_is_not_given_though_it_was_made_before(story):
    way, address = Way(), story.url
    way.get(address)
    take_down(story, factories.duty_editor(), "At risk.")
    assert way.get(address).status_code == 410
    PublishedDocument.objects.update(generation=PublishedDocument.objects.values("generation")[:1])
    assert way.get(address).status_code == 410


def test_a_page_with_a_list_is_always_made_again(story, made):
    way, address = Way(), story.get_parent().url
    way.get(address)
    factories.commitment()
    made.clear()
    way.get(address)
    assert made
    assert not PublishedDocument.objects.exclude(made_of=None).exists()


def test_templates_read_nothing_that_is_not_part_of_what_a_page_is_made_of(django_assert_num_queries):
    factories.campaign_story(), factories.about(), factories.vision(), factories.announcement(), factories.commitment()
    factories.partner()
    pages = [approved_page(row) for row in visible_rows()]
    assert len({type(page) for page in pages}) >= 9
    for page, document in zip(pages, build_from(pages), strict=True):
        request = RequestFactory().get(page.url)
        prepare_page(request, page, document).response(request)  # What a process reads once is no page's.
        rendering = prepare_page(request, page, document)
        with django_assert_num_queries(0):
            rendering.response(request)


def test_nothing_is_hidden_in_a_document_that_its_json_and_its_digest_do_not_say():
    def kinds(kind):
        return {kind}.union(*(kinds(each) for each in kind.__subclasses__()))

    # Where machines translated is said in `translation`; how far a page may go is in the digest by itself.
    hidden = {name for kind in kinds(Shape) for name in kind.__private_attributes__}
    assert hidden == {"_is_by_machine", "_is_to_stay_unshared"}
    assert not [kind for kind in kinds(Shape) for field in kind.model_fields.values() if field.exclude]
    story = factories.campaign_story()
    (document,) = build_from([approved_page(visible_rows().get(pk=story.pk))])
    request, page = RequestFactory().get(story.url), approved_page(visible_rows().get(pk=story.pk))
    before = prepare_page(request, page, document).made_of
    assert before == prepare_page(request, page, document.model_copy()).made_of
    document._is_to_stay_unshared = True
    assert isinstance(document, PageDocument) and prepare_page(request, page, document).made_of != before
    assert prepare_page(request, page, document, is_preview=True).made_of is None
