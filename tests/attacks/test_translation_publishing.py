"""Ways in which translating published without a review: attack → what must happen."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.operations import translate_object, translate_page_subtree
from wagtail_localize.views.convert import sync_alias

from newsroom.authoring.documents import build, visible_rows
from newsroom.authoring.visible import visible_pages
from newsroom.consent.take_down import take_down
from newsroom.translation.following import follow
from newsroom.translation.refusals import TranslationRefused
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def shown(code="es"):
    """What readers of a language see: {page id: all of its document as JSON}."""
    rows = list(visible_rows().filter(locale__language_code=code))
    return {document.id: document.model_dump_json() for document in build(rows)}


def row_of(page):
    return Page.objects.values("title", "live", "live_revision_id", "alias_of_id").get(pk=page.pk)


@pytest.fixture(scope="module")
def outdated_scenery(scenery, spanish_scenery):
    def make():
        page = factories.translated(factories.commitment(), "es", state="outdated")
        factories.translate_strings(factories.started(source_of(page), "es"), ending=" (not reviewed)")
        return {"es": page}

    return scenery(make, upon=spanish_scenery)


@pytest.fixture
def outdated(outdated_scenery, spanish):
    """A public Spanish page whose source has gone on, with a translation of the new text half done."""
    return outdated_scenery.put_up()["es"]


def source_of(page):
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code="en")


def translation_of(page):
    return Translation.objects.get(source__object_id=page.translation_key, target_locale_id=page.locale_id)


@pytest.fixture
def someone(client):
    """Somebody who may do all that a role may, short of being asked by the law."""
    client.force_login(factories.superuser())
    return client


def test_asking_for_a_translation_makes_a_draft_and_no_live_page(someone):
    locale, story = factories.language("es"), factories.campaign_story()
    someone.post(f"/admin/localize/submit/page/{story.pk}/", {"locales": [locale.pk]})
    assert Page.objects.filter(translation_key=story.translation_key, locale=locale).exists()
    assert not Page.objects.filter(locale=locale, live=True).exists()


def test_asking_for_a_subtree_makes_drafts_of_what_is_public_and_of_nothing_else(someone):
    locale = factories.language("es")
    public, draft = factories.campaign_story(), factories.campaign_story(state="draft")
    Page.objects.filter(locale=locale, depth=3).delete()
    data = {"locales": [locale.pk], "include_subtree": "on"}
    someone.post(f"/admin/localize/submit/page/{factories.story_index().pk}/", data)
    assert Page.objects.filter(translation_key=public.translation_key, locale=locale, live=False).exists()
    assert not Page.objects.filter(translation_key=draft.translation_key, locale=locale).exists()
    assert shown() == {}


def test_localize_s_own_operations_with_aliases_for_parents_show_nothing():
    locale, promise = factories.language("es"), factories.commitment()
    Page.objects.filter(locale=locale, depth=3).delete()
    translate_object(promise, [locale], user=factories.translator("es"))
    translate_page_subtree(factories.home().pk, [locale], None, factories.translator("es"))
    assert not Page.objects.filter(locale=locale, live=True).exists()
    assert not Page.objects.filter(locale=locale, alias_of__isnull=False).exists()


def test_localize_s_default_of_live_translations_shows_nothing_even_when_it_is_turned_on(settings):
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    locale, promise = factories.language("es"), factories.commitment()
    translate_object(promise, [locale], user=factories.superuser())
    assert shown() == {}
    assert not Page.objects.filter(locale=locale, live=True).exists()


def test_a_page_that_is_not_public_is_not_translated_from(someone):
    story, locale = factories.campaign_story(state="in_review"), factories.language("es")
    answer = someone.post(f"/admin/localize/submit/page/{story.pk}/", {"locales": [locale.pk]}, follow=True)
    assert "is not public yet: it can be translated as soon as it was approved." in answer.content.decode()
    assert not Page.objects.filter(translation_key=story.translation_key, locale=locale).exists()


def test_a_page_that_was_made_private_is_not_translated_from():
    promise, locale = factories.commitment(), factories.language("es")
    PageViewRestriction.objects.create(page=promise, restriction_type="login")
    with pytest.raises(TranslationRefused, match="is not public yet"):
        follow(promise, locale)
    assert not Page.objects.filter(translation_key=promise.translation_key, locale=locale).exists()


def test_sync_translated_pages_with_publish_immediately_publishes_nothing(outdated, someone):
    before = shown(), row_of(outdated)
    address = f"/admin/localize/update/{translation_of(outdated).source_id}/"
    assert "publish_translations" not in someone.get(address).content.decode()
    answer = someone.post(address, {"publish_translations": "on"}, follow=True)
    assert "What is public stays as it is until its next review." in answer.content.decode()
    assert (shown(), row_of(outdated)) == before


def test_converting_a_translation_to_an_alias_is_refused_with_a_sentence(outdated, someone):
    before = shown(), row_of(outdated)
    for method in (someone.get, someone.post):
        answer = method(f"/admin/localize/page/{outdated.pk}/convert_to_alias/", follow=True)
        assert "A translation is not turned back into a copy of its source." in answer.content.decode()
    answer = someone.post(f"/admin/pages/{outdated.pk}/edit/", {"localize-convert-to-alias": "1"}, follow=True)
    assert "A translation is not turned back into a copy of its source." in answer.content.decode()
    assert (shown(), row_of(outdated)) == before
    assert "convertToAliasUrl&quot;: null" in someone.get(f"/admin/pages/{outdated.pk}/edit/").content.decode()


def test_the_menu_of_a_page_that_is_translated_by_hand_offers_no_alias(outdated, someone):
    Translation.objects.filter(pk=translation_of(outdated).pk).update(enabled=False)
    assert "localize-convert-to-alias" not in someone.get(f"/admin/pages/{outdated.pk}/edit/").content.decode()


def test_aliasing_by_a_program_does_not_put_the_source_s_words_under_the_translation(outdated):
    before = shown()
    with pytest.raises(PermissionDenied), transaction.atomic():
        sync_alias(source_of(outdated), outdated)
    assert shown() == before


def test_saving_a_translation_by_a_program_changes_no_live_page(outdated):
    before = shown(), row_of(outdated)
    for publish in (False, True):
        with pytest.raises(PermissionDenied), transaction.atomic():
            translation_of(outdated).save_target(user=factories.superuser(), publish=publish)
    assert (shown(), row_of(outdated)) == before


def test_no_button_of_the_editor_writes_the_live_page(outdated, someone):
    before = shown(), row_of(outdated)
    for data in ({"action": "save"}, {}, {"action-publish": "1", "title": "Mine"}, {"action": "publish"}):
        someone.post(f"/admin/pages/{outdated.pk}/edit/", data)
    assert (shown(), row_of(outdated)) == before


def test_handing_in_writes_a_revision_and_not_the_live_page(outdated, someone):
    before = shown(), row_of(outdated)
    someone.post(f"/admin/pages/{outdated.pk}/edit/", {"action": "submit"})
    assert type(outdated).objects.get(pk=outdated.pk).workflow_in_progress
    assert (shown(), row_of(outdated)) == before


def test_strings_and_po_files_and_machines_change_nothing_that_is_live(outdated, someone, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    before, translation = (shown(), row_of(outdated)), translation_of(outdated)
    segment = translation.source.stringsegment_set.first()
    base = f"/admin/localize/translate/{translation.pk}"
    someone.delete(f"{base}/strings/{segment.pk}/edit/")
    someone.post(f"{base}/machine_translate/")
    assert translation.get_progress() == (2, 2)
    po = someone.get(f"{base}/pofile/download/").content.replace(b'msgstr "', b'msgstr "changed ')
    someone.post(f"{base}/pofile/upload/", {"file": SimpleUploadedFile("es.po", po)})
    assert (shown(), row_of(outdated)) == before


def test_machine_translation_is_reviewed_like_any_other_and_its_author_is_who_pressed_the_button(someone, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    page = factories.translated(factories.commitment(), "es", state="started")
    someone.post(f"/admin/localize/translate/{translation_of(page).pk}/machine_translate/")
    someone.post(f"/admin/pages/{page.pk}/edit/", {"action": "submit"})
    page = type(page).objects.get(pk=page.pk)
    assert page.latest_revision.user == factories.superuser()
    someone.post(f"/admin/pages/workflow/action/{page.pk}/approve/{page.current_workflow_task_state.pk}/")
    assert shown() == {}


def test_a_reviewer_without_publish_permission_publishes_by_approving(client):
    page = factories.translated(factories.commitment(), "es", state="in_review")
    client.force_login(factories.reviewer("es"))
    client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{page.current_workflow_task_state.pk}/")
    assert page.pk in shown()


def test_locale_synchronisation_is_refused_and_not_offered(client):
    factories.language("es")
    client.force_login(factories.administrator())
    assert "sync_from" not in client.get("/admin/locales/new/").content.decode()
    english = Locale.objects.get(language_code="en")
    data = {"language_code": "vi", "component-wagtail_localize_localesynchronization-enabled": "on",
            "component-wagtail_localize_localesynchronization-sync_from": english.pk}  # fmt: skip
    client.post("/admin/locales/new/", data)
    assert not Page.objects.filter(locale__language_code="vi", alias_of__isnull=False).exists()
    with pytest.raises(TranslationRefused):
        LocaleSynchronization.objects.create(locale=Locale.objects.get(language_code="vi"), sync_from=english)


def test_a_copied_translation_is_a_draft(someone):
    page = factories.translated(factories.commitment(), "es")
    copied = page.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=True)
    assert not visible_pages().filter(pk=copied.pk).exists()


def test_a_translation_of_a_page_that_was_taken_down_cannot_be_approved(client):
    promise = factories.commitment()
    factories.translated(promise, "es", state="in_review")
    take_down(promise, factories.duty_editor(), "Somebody in it is at risk.")
    page = Page.objects.get(translation_key=promise.translation_key, locale__language_code="es").specific
    assert not page.workflow_in_progress
    client.force_login(factories.translator("es"))
    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"action": "submit"}, follow=True)
    assert "Taken down in every language" in answer.content.decode()
    assert shown() == {}
