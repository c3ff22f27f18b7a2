"""Changing a translation while somebody reviews it: attack → what must happen (423, and the reviewed words go live)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from newsroom.authoring.documents import build, visible_rows
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

LINK = '<p>Read <a href="https://example.org/report">the report</a>.</p>'


@pytest.fixture(scope="module")
def in_review_scenery(scenery, spanish_scenery):
    return scenery(
        lambda: {"es": factories.translated(factories.commitment(statement=LINK), "es", state="in_review")},
        upon=spanish_scenery,
    )


@pytest.fixture
def in_review(in_review_scenery, spanish, client):
    """A Spanish translation under review, with a link in it; its own translator is signed in."""
    page = in_review_scenery.put_up()["es"]
    client.force_login(factories.translator("es"))
    return page


def translation_of(page):
    return Translation.objects.get(source__object_id=page.translation_key, target_locale_id=page.locale_id)


def strings():
    return set(StringTranslation.objects.filter(locale__language_code="es").values_list("data", "updated_at"))


def addresses(page):
    translation = translation_of(page)
    base = f"/admin/localize/translate/{translation.pk}"
    string, override = (
        translation.source.stringsegment_set.last(),
        translation.source.overridablesegment_set.get(context__path__startswith="statement"),
    )
    return f"{base}/strings/{string.pk}/edit/", f"{base}/overrides/{override.pk}/edit/"


def put(client, address, value):
    return client.generic("PUT", address, encode_multipart(BOUNDARY, {"value": value}), MULTIPART_CONTENT)


def test_the_json_endpoints_answer_423_while_in_review_and_change_nothing(client, in_review):
    before = strings()
    for address in addresses(in_review):
        for answer in (put(client, address, "Otra cosa"), client.delete(address)):
            assert (answer.status_code, answer["Content-Type"]) == (423, "application/json")
            assert answer.json()["detail"].startswith("This translation is in review.")
    assert strings() == before
    assert not SegmentOverride.objects.exists()


def test_reviewers_and_superusers_change_nothing_in_review_either(client, in_review):
    for person in (factories.reviewer("es"), factories.administrator(), factories.superuser()):
        client.force_login(person)
        assert put(client, addresses(in_review)[0], "Otra cosa").status_code == 423


def test_files_machines_and_stopping_wait_for_the_review_and_say_so(client, in_review, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    before, translation = strings(), translation_of(in_review)
    base = f"/admin/localize/translate/{translation.pk}"
    po = client.get(f"{base}/pofile/download/").content.replace(b'msgstr "', b'msgstr "changed ')
    for address, data in (
        (f"{base}/pofile/upload/", {"file": SimpleUploadedFile("es.po", po)}),
        (f"{base}/machine_translate/", {}),
        (f"{base}/disable/", {}),
    ):
        assert "This translation is in review." in client.post(address, data, follow=True).content.decode()
    assert strings() == before
    assert Translation.objects.get(pk=translation.pk).enabled


def test_handing_in_twice_starts_one_review(client, in_review):
    client.post(f"/admin/pages/{in_review.pk}/edit/", {"action": "submit"})
    assert in_review.workflow_states.count() == 1
    assert in_review.revisions.filter(submission__isnull=False).count() == 1


def test_a_string_changed_behind_the_lock_does_not_go_live_with_the_approval(in_review):
    StringTranslation.objects.filter(locale__language_code="es").update(data="Sneaked in")
    factories.decide(in_review, "approve", factories.reviewer("es"))
    (document,) = build(list(visible_rows().filter(pk=in_review.pk)))
    assert "Sneaked in" not in document.model_dump_json()


def test_a_page_that_was_locked_by_hand_answers_423_too(client, in_review):
    in_review.current_workflow_state.cancel(user=factories.superuser())
    type(in_review).objects.filter(pk=in_review.pk).update(locked=True, locked_by=factories.duty_editor())
    answer = put(client, addresses(in_review)[0], "Otra cosa")
    assert (answer.status_code, answer.json()["detail"][:20]) == (423, "This page is locked.")


def test_the_wrong_person_of_the_right_house_gets_403_as_json(client, in_review):
    client.force_login(factories.duty_editor())
    in_review.current_workflow_state.cancel(user=factories.superuser())
    answer = put(client, addresses(in_review)[0], "Otra cosa")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")


def test_a_string_of_another_page_is_not_reached_through_this_one(client, in_review):
    other = factories.started(factories.campaign_story())
    before, foreign = strings(), translation_of(in_review).source.stringsegment_set.first()
    answer = put(client, f"/admin/localize/translate/{other.pk}/strings/{foreign.pk}/edit/", "Otra cosa")
    assert answer.status_code not in (200, 201)
    assert strings() == before


def test_a_link_that_would_run_a_program_is_refused_and_not_kept(client, in_review):
    in_review.current_workflow_state.cancel(user=factories.superuser())
    for link in ("javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", " JavaScript:x"):
        answer = put(client, addresses(in_review)[1], link)
        assert (answer.status_code, answer.json()["detail"][:20]) == (400, "A link starts with h")
    assert not SegmentOverride.objects.exists()


def test_a_link_of_the_language_s_own_is_kept_and_read(client, in_review):
    in_review.current_workflow_state.cancel(user=factories.superuser())
    assert put(client, addresses(in_review)[1], "https://example.org/informe").status_code == 201
    client.post(f"/admin/pages/{in_review.pk}/edit/", {"action": "submit"})
    page = factories.decide(in_review, "approve", factories.reviewer("es"))
    (document,) = build(list(visible_rows().filter(pk=page.pk)))
    assert "https://example.org/informe" in document.statement


def test_markup_in_a_string_never_reaches_readers(client, in_review):
    in_review.current_workflow_state.cancel(user=factories.superuser())
    answer = put(client, addresses(in_review)[0], '<img src=x onerror="alert(1)">')
    assert "tag is not allowed" in answer.json()["error"]
    said = client.post(f"/admin/pages/{in_review.pk}/edit/", {"action": "submit"}, follow=True).content.decode()
    assert "1 text is not translated yet" in said


def test_a_picture_that_does_not_exist_is_told_and_breaks_no_page(client):
    story = factories.campaign_story(body=[("picture", factories.picture_block())])
    page = factories.translated(story, "es", state="draft")
    segment = translation_of(page).source.overridablesegment_set.get(context__path__endswith=".image")
    address = f"/admin/localize/translate/{translation_of(page).pk}/overrides/{segment.pk}/edit/"
    client.force_login(factories.translator("es"))
    assert put(client, address, "anything").json() == {"detail": "Choose a page, a picture or a file."}
    put(client, address, "999999")
    for answer in (
        client.post(f"/admin/pages/{page.pk}/edit/", {"action": "submit"}, follow=True),
        client.get(f"/admin/localize/translate/{translation_of(page).pk}/preview/", follow=True),
    ):
        assert answer.status_code == 200
        assert "was deleted: choose it again" in answer.content.decode()
