"""Translating, handing in, reviewing: each step by HTTP, as the editor's buttons and programs do it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail_localize.models import StringTranslation, Translation

from newsroom.authoring.documents import build, visible_rows
from newsroom.review import roles
from newsroom.translation.models import Submission
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def document(page):
    return next(iter(build(list(visible_rows().filter(pk=page.pk)))), None)


def editor(client, page, who):
    """The editor's page, as this person sees it."""
    client.force_login(who)
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def post(client, page, who, **data):
    """Press a button of the editor and give the page that follows, as text."""
    client.force_login(who)
    answer = client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def string_address(translation, number=0):
    segment = translation.source.stringsegment_set.order_by("order")[number]
    return f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"


def put(client, address, who, value):
    client.force_login(who)
    return client.generic("PUT", address, *encoded({"value": value}))


def encoded(data):
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT


def test_a_translation_is_made_reviewed_and_read_by_http(client):
    promise = factories.commitment()
    translator, reviewer = factories.translator("es"), factories.reviewer("es")
    client.force_login(translator)
    asked = client.post(f"/admin/localize/submit/page/{promise.pk}/", {"locales": [factories.language("es").pk]})
    translation = Translation.objects.get(source__object_id=promise.translation_key)
    page = translation.get_target_instance()
    assert asked["Location"] == f"/admin/pages/{page.pk}/edit/"

    words = {"Listen first": "Escuchar primero", "Those who were inside speak first.": "Quienes estuvieron adentro"}
    for number, segment in enumerate(translation.source.stringsegment_set.order_by("order")):
        answer = put(client, string_address(translation, number), translator, words[segment.string.data])
        assert answer.status_code == 201
    assert "was submitted for review" in post(client, page, translator, action="submit")
    assert document(page) is None

    panel = editor(client, page, reviewer).select_one(".review-panel")
    approve = panel.select_one("form[action*='/approve/']")["action"]
    assert client.get(panel.select_one("a[href*='/compare/']")["href"]).status_code == 200
    preview = client.get(panel.select_one("a[href$='/view/']")["href"])
    assert "Escuchar primero" in preview.content.decode()
    assert 'lang="es"' in preview.content.decode()
    assert client.get(f"/admin/pages/workflow/preview/{page.pk}/{task(page).task_id}/").status_code == 200
    client.post(approve)
    assert document(page).title == "Escuchar primero"
    assert document(promise).title == "Listen first"


def task(page):
    return type(page).objects.get(pk=page.pk).current_workflow_task_state


def test_the_reviewer_asks_for_changes_the_translator_reads_why_and_hands_it_in_again(client):
    page = factories.translated(factories.commitment(), "es", state="in_review")
    translator, reviewer = factories.translator("es"), factories.reviewer("es")
    reject = editor(client, page, reviewer).select_one("form[action*='/reject/']")["action"]
    client.post(reject, {"comment": " "})
    assert task(page).status == "in_progress", "a reason is required"
    client.post(reject, {"comment": "Say it the way people say it here."})
    history = client.get(f"/admin/pages/{page.pk}/workflow_history/detail/{page.workflow_states.get().pk}/")
    assert "Say it the way people say it here." in history.content.decode()

    read = editor(client, page, translator).select_one(".review-panel").get_text(" ")
    assert "Say it the way people say it here." in read
    assert "was submitted for review" in post(client, page, translator, action="submit")
    assert task(page).status == "in_progress"
    factories.decide(page, "approve", reviewer)
    assert document(page) is not None


def test_whoever_hands_it_in_again_does_not_approve_it(client):
    page = factories.translated(factories.commitment(), "es", state="rejected")
    reviewer = factories.reviewer("es")
    post(client, page, reviewer, action="submit")
    panel = editor(client, page, reviewer).select_one(".review-panel")
    assert panel.select_one("form[action*='/approve/']") is None
    client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{task(page).pk}/")
    assert document(page) is None


def test_a_gap_is_told_with_its_number_and_nothing_is_handed_in(client):
    page = factories.translated(factories.commitment(), "es", state="started")
    said = post(client, page, factories.translator("es"), action="submit")
    assert "2 texts are not translated yet" in said
    assert task(page) is None


def test_the_translator_withdraws_and_goes_on(client):
    page = factories.translated(factories.commitment(), "es", state="in_review")
    assert "can be changed again" in post(client, page, factories.translator("es"), action="withdraw")
    assert task(page) is None
    assert editor(client, page, factories.translator("es")).select_one("button[value=submit]")


def test_the_editor_names_the_languages_and_runs_no_inline_script(client):
    page = factories.translated(factories.commitment(), "ar", state="draft")
    html = editor(client, page, factories.translator("ar"))
    data = html.select_one(".js-translation-editor").attrs
    assert (data["data-target-lang"], data["data-target-dir"]) == ("ar", "rtl")
    assert (data["data-source-lang"], data["data-source-dir"]) == ("en", "ltr")
    scripts = html.select("script[src*='translation.js']")
    assert len(scripts) == 1
    assert "chooserUrls" not in str(html.select("script:not([src])"))


@pytest.mark.parametrize(("groups", "is_offered"), [((), False), ((roles.EDITORS,), True)])
def test_the_editor_offers_to_change_a_picture_to_whoever_may(client, groups, is_offered):
    who = factories.translator("es")
    who.groups.add(*Group.objects.filter(name__in=groups))
    html = editor(client, factories.translated(factories.commitment(), "es", state="draft"), who)
    assert bool(html.select_one(".js-translation-editor:not(.js-translation-editor--no-pictures)")) is is_offered


def test_the_editor_is_locked_while_in_review_and_says_so(client):
    page = factories.translated(factories.commitment(), "es", state="in_review")
    html = editor(client, page, factories.translator("es"))
    assert '"isLocked": true' in html.select_one(".js-translation-editor")["data-props"]
    assert "This translation is in review." in html.select_one(".review-panel").get_text(" ")
    assert html.select_one("button[value=submit]") is None


def test_every_text_that_must_be_translated_has_a_place_in_the_editor(one_of_each, client):
    """A text without one could never be translated, and its page never submitted."""
    import json

    for page in one_of_each.values():
        translation = factories.started(page, "es")
        html = editor(client, translation.get_target_instance(), factories.translator("es"))
        props = json.loads(html.select_one(".js-translation-editor")["data-props"])
        shown = {segment["id"] for segment in props["segments"] if segment["type"] == "string"}
        assert shown == set(translation.source.stringsegment_set.values_list("pk", flat=True)), page.type_name()


def test_a_submission_remembers_which_source_it_says(client):
    promise = factories.commitment()
    page = factories.translated(promise, "es", state="in_review")
    submission = Submission.objects.get(revision_id=page.latest_revision_id)
    assert submission.source_revision_id == promise.live_revision_id


def test_a_text_that_says_nothing_is_refused_as_json(client):
    translation = factories.started(factories.commitment())
    client.force_login(factories.translator("es"))
    answer = client.generic("PUT", string_address(translation), *encoded({"other": "x"}))
    assert (answer.status_code, answer.json()["detail"]) == (400, "Send the new text as “value”.")


def test_a_translation_too_long_for_its_place_is_refused_in_one_sentence(client):
    story = factories.campaign_story()
    page = factories.translated(story, "es", state="draft")
    StringTranslation.objects.filter(translation_of__data="How it began").update(data="x" * 300)
    said = post(client, page, factories.translator("es"), action="submit")
    assert "body: Ensure this value has at most 200 characters (it has 300)." in said
    assert task(page) is None


def test_stopping_hands_the_page_to_the_ordinary_editor_and_its_review(client):
    page = factories.translated(factories.commitment(), "es", state="public")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    stop(client, translation, factories.administrator())
    revision = factories.edit(page, factories.translator("es"), title="A mano")
    state = factories.submit(page, factories.translator("es"))
    assert document(page).title == "Listen first [es]"
    assert Submission.objects.filter(revision=revision).exists()
    assert state.task.name == "Language review (es)"
    factories.decide(page, "approve", factories.reviewer("es"))
    assert document(page).title == "A mano"


def stop(client, translation, who):
    """Press "Stop Synced translation" and give the page that follows, as text."""
    client.force_login(who)
    edit = f"/admin/pages/{translation.get_target_instance().pk}/edit/"
    answer = client.post(f"/admin/localize/translate/{translation.pk}/disable/", {"next": edit}, follow=True)
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("who", [factories.translator, factories.reviewer])
def test_only_an_administrator_stops_a_translation(client, who):
    page = factories.translated(factories.commitment(), "es", state="public")
    translation = Translation.objects.get(source__object_id=page.translation_key)
    assert "Only an Administrator stops the translation of a page" in stop(client, translation, who("es"))
    assert Translation.objects.get(pk=translation.pk).enabled
    assert "Translation has been stopped." in stop(client, translation, factories.administrator())
    assert not Translation.objects.get(pk=translation.pk).enabled
