"""A page is followed into a language, translated, reviewed, read; at the model. (`test_editor.py` does it by HTTP.)"""

import pytest
from wagtail.models import Page

from newsroom.authoring.documents import build, visible_rows
from newsroom.authoring.visible import visible_pages
from newsroom.review.law import LawError
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.submissions import submit
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]


def document(page):
    return next(iter(build(list(visible_rows().filter(pk=page.pk)))), None)


def test_a_translation_is_public_after_its_own_review_and_says_what_was_translated():
    story = factories.campaign_story()
    page = factories.translated(story, "es", state="in_review")
    assert document(page) is None
    page = factories.decide(page, "approve", factories.reviewer("es"))
    read = document(page)
    assert read.title == f"{story.title} [es]"
    assert read.lang == "es"
    assert read.body[1].html == "<p>Everybody came to the hearing. [es]</p>"
    assert document(story).title == story.title


def test_every_page_type_makes_the_whole_way_into_arabic(two_of_each):
    for page in [page for (_, lang), page in two_of_each.items() if lang == "ar"]:
        read = document(page)
        assert read.direction == "rtl"
        assert "[ar]" in read.model_dump_json(), f"nothing of {read.type} was translated"


def test_whoever_translated_last_is_the_author_and_does_not_approve():
    story, reviewer = factories.campaign_story(), factories.reviewer("es")
    page = factories.translated(story, "es", state="draft", by=reviewer)
    revision = submit(factories.started(story).pk, factories.translator("es"))
    assert revision.user == reviewer
    with pytest.raises(LawError):
        factories.decide(page, "approve", reviewer)


def test_a_translation_with_gaps_is_not_submitted_and_their_number_is_told():
    translation = factories.started(factories.commitment())
    with pytest.raises(TranslationRefused, match="2 texts are not translated yet"):
        submit(translation.pk, factories.translator("es"))


def test_parents_that_a_language_lacks_come_along_as_drafts_that_can_be_translated():
    language = factories.language("es")
    story = factories.campaign_story()
    Page.objects.filter(locale=language, depth__gt=2).delete()
    page = factories.started(story).get_target_instance()
    parent = page.get_parent()
    assert (parent.live, parent.alias_of_id, parent.locale.language_code) == (False, None, "es")
    assert visible_pages().filter(locale=language).count() == 0


def test_what_the_source_removed_is_removed_from_the_translation_too():
    story = factories.campaign_story(people="The nurses.")
    page = factories.translated(story, "es")
    assert document(page).people == "The nurses. [es]"
    factories.publish(story, people="", body=[])
    submit(factories.started(story).pk, factories.translator("es"))
    page = factories.decide(page, "approve", factories.reviewer("es"))
    assert (document(page).people, document(page).body) == ("", [])
