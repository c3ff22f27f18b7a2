"""wagtail-localize's habits that bite: attack → what must happen."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from newsroom.authoring.documents import build, visible_rows
from newsroom.translation.submissions import submit
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def document(page):
    return next(iter(build(list(visible_rows().filter(pk=page.pk)))), None)


def texts(translation):
    return set(translation.source.stringsegment_set.values_list("string__data", flat=True))


def test_a_row_that_ran_ahead_of_what_was_approved_is_not_what_is_translated():
    promise = factories.commitment()
    type(promise).objects.filter(pk=promise.pk).update(title="Nobody approved this")
    assert texts(factories.started(promise)) == {"Listen first", "Those who were inside speak first."}


def test_a_draft_of_the_source_is_not_translated_and_not_lost():
    promise = factories.commitment()
    factories.edit(promise, title="Listen before all else")
    assert "Listen first" in texts(factories.started(promise))
    factories.submit(promise)
    factories.decide(promise, "approve")
    assert "Listen before all else" in texts(factories.started(promise))


def test_deleting_the_source_leaves_the_strings_and_the_public_translation(client):
    promise = factories.commitment()
    page = factories.translated(promise, "es")
    before = StringTranslation.objects.count()
    type(promise).objects.get(pk=promise.pk).delete()
    assert StringTranslation.objects.count() == before
    assert document(page).title == "Listen first [es]"
    assert Translation.objects.filter(source__object_id=page.translation_key, enabled=False).exists()
    client.force_login(factories.translator("es"))
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_the_same_sentence_on_another_page_is_asked_for_again_and_never_filled_in_unseen():
    factories.translated(factories.commitment(), "es")
    assert factories.started(factories.commitment()).get_progress() == (2, 0)


def test_a_translation_ends_with_its_source():
    ends = timezone.now().replace(microsecond=0) + datetime.timedelta(days=9)
    promise = factories.publish(factories.commitment(), expire_at=ends)
    page = factories.translated(promise, "es", state="in_review")
    assert page.get_latest_revision_as_object().expire_at == ends
    factories.publish(promise, expire_at=None)
    factories.decide(page, "approve", factories.reviewer("es"))
    submit(factories.started(promise).pk, factories.translator("es"))
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().expire_at is None


def test_a_chinese_title_keeps_a_usable_address():
    promise = factories.commitment()
    translation = factories.started(promise, "zh-hans")
    factories.translate_strings(translation)
    StringTranslation.objects.filter(context__path="title", locale__language_code="zh-hans").update(data="气候")
    submit(translation.pk, factories.translator("zh-hans"))
    page = factories.decide(translation.get_target_instance(), "approve", factories.reviewer("zh-hans"))
    assert document(page).title == "气候"
    assert document(page).url == f"/zh-hans/commitments/{promise.slug}/"


def test_two_home_pages_side_by_side_keep_two_addresses():
    page = factories.translated(factories.home(), "es")
    assert page.slug == "home-es"
    assert document(page).url == "/es/"


def test_a_page_link_in_a_translation_leads_to_the_page_in_the_reader_s_language():
    target = factories.commitment(title="A page with a link to it")
    link = f'<p>See <a linktype="page" id="{target.pk}">that page</a>.</p>'
    page = factories.translated(factories.commitment(statement=link), "es")
    assert f'href="/en/commitments/{target.slug}/" hreflang="en"' in document(page).statement
    factories.translated(target, "es")
    assert f'href="/es/commitments/{target.slug}/"' in document(page).statement


def test_alternative_texts_and_captions_are_translated():
    page = factories.translated(factories.campaign_story(body=factories.every_block()), "es")
    blocks = {block.type: block for block in document(page).body}
    assert blocks["picture"].picture.alt == "People at a gate [es]"
    assert blocks["video"].title == "Two minutes at the gate [es]"


def test_a_text_that_a_block_lacks_does_not_make_its_page_untranslatable():
    promise = factories.campaign_story()
    revision = promise.live_revision
    assert "text" not in revision.as_object().won.raw_data[0]["value"] or not revision.as_object().won[0].value["text"]
    assert factories.started(promise).get_progress()[0] > 0


def test_a_translation_is_no_source_of_another_one(client):
    page = factories.translated(factories.commitment(), "es")
    arabic = factories.language("ar")
    client.force_login(factories.superuser())
    answer = client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [arabic.pk]}, follow=True)
    assert "Translations are made from the English page: open that one." in answer.content.decode()
    assert TranslationSource.objects.filter(locale__language_code="es").count() == 0


def test_a_long_page_is_read_again_only_when_it_changed(django_assert_max_num_queries):
    promise = factories.commitment()
    factories.started(promise)
    with django_assert_max_num_queries(15):
        factories.follow(promise, Locale.objects.get(language_code="es"))


def test_a_page_that_came_as_an_alias_becomes_a_draft_that_can_be_translated():
    promise, locale = factories.commitment(), factories.language("es")
    alias = promise.copy_for_translation(locale, copy_parents=True, alias=True)
    page = Page.objects.get(pk=alias.pk)
    assert (page.live, page.alias_of_id) == (False, None)
    assert Translation.objects.filter(source__object_id=promise.translation_key, target_locale=locale).exists()


# What a reader reads, by its name in a document. Names of organisations, addresses and codes stay as they are.
WORDS = {
    "alt", "attribution", "caption", "description", "heading", "history", "html", "introduction", "label", "lead",
    "mission", "people", "place", "region", "statement", "summary", "text", "transcript",
}  # fmt: skip


def words_in(value, key=""):
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in words_in(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in words_in(inner, key)]
    return [(key, value)] if isinstance(value, str) and value and key in WORDS else []


# Other pages, each translated for itself.
CARDS = ("announcements", "campaigns", "commitments", "partners", "related")


def test_no_words_that_readers_read_are_left_out_of_the_translation(two_of_each):
    """wagtail-localize leaves out what it does not know (raw HTML, choices, children that are not translatable)."""
    for page in [page for (_, lang), page in two_of_each.items() if lang == "ar"]:
        read = document(page).model_dump(mode="json")
        for name in (*CARDS, "ancestors", "translations", "search_description"):
            read.pop(name, None)
        for block in read.get("body", []):
            block.pop("partners", None), block.pop("commitments", None)
        left = [(key, text) for key, text in words_in(read) if "[ar]" not in text]
        assert left == [], f"{read['type']}: {left}"
