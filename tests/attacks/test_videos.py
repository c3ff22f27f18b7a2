"""Ways to have a video approved that somebody cannot follow: without captions, or without words in their language."""

import json

import pytest
from wagtail.models import Collection, CollectionViewRestriction
from wagtail_localize.models import SegmentOverride, StringTranslation

from newsroom.authoring.models import NewsroomDocument
from newsroom.review import approvals, law
from newsroom.review.models import Approval
from newsroom.translation.refusals import TranslationRefused
from newsroom.translation.submissions import submit as submit_translation
from tests import factories
from tests.attacks.outside import read
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

TRANSCRIPT = "<p>We stood here.</p>"
SILENT = {"no_speech": True, "captions": None, "transcript": ""}


def story_with(state="draft", **video):
    block = factories.video_block(**{"poster": None, **video})
    return factories.campaign_story(state, body=[], videos=[("video", block)])


def private_captions():
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    return factories.document(name="x.vtt", language="en", collection=collection)


LACKING = {
    "nothing": (lambda: {"captions": None, "transcript": ""}, "neither captions"),
    "captions": (lambda: {"captions": None}, "no captions in English"),
    "captions whose language nobody said": (lambda: {"captions": factories.document(name="x.vtt")}, "no captions"),
    "captions in another language": (lambda: {"captions": factories.captions("es")}, "no captions in English"),
    "captions that are no captions": (lambda: {"captions": factories.document(language="en")}, "no captions"),
    "captions that readers do not get": (lambda: {"captions": private_captions()}, "no captions"),
    "a transcript": (lambda: {"transcript": ""}, "no transcript in English"),
    "a transcript with words": (lambda: {"transcript": "<p>\xa0 &nbsp;</p>"}, "no transcript in English"),
}


@pytest.mark.parametrize("lack", LACKING)
def test_a_video_that_lacks_words_is_neither_handed_in_nor_approved_nor_published_in_an_emergency(lack):
    fields, sentence = LACKING[lack]
    draft = story_with(**fields())
    with pytest.raises(law.LawError, match=f"“Two minutes at the gate” has {sentence}"):
        factories.submit(draft)
    with pytest.raises(law.LawError, match=sentence):
        approvals.publish_in_emergency(draft, factories.administrator(), "It cannot wait.")
    with pytest.raises(law.LawError, match=sentence):
        approvals.approve(draft.latest_revision, factories.editor(), submitted_by_id=factories.writer().pk)
    assert read(draft) is None
    assert not Approval.objects.filter(page=draft).exists()


def test_a_video_deep_in_a_body_counts_and_every_lacking_one_is_named():
    videos = [("video", factories.video_block(title=title, captions=None)) for title in ("First", "Second")]
    draft = factories.vision("draft", body=[*factories.every_block(), *videos])
    with pytest.raises(law.LawError, match=r"“First” has no captions.*“Second” has no captions"):
        factories.submit(draft)


def test_a_silent_video_needs_somebody_s_word_and_nothing_else():
    assert read(story_with("public", **SILENT))


def test_an_edit_during_the_review_is_saved_but_what_it_lacks_is_not_approved():
    story = story_with("in_review")
    factories.edit(story, videos=[("video", factories.video_block(captions=None))])
    with pytest.raises(law.LawError, match="no captions in English"):
        factories.decide(story, "approve")
    assert read(story) is None
    factories.edit(story, videos=[("video", factories.video_block())])
    assert read(factories.decide(story, "approve"))


def test_captions_that_were_approved_do_not_become_another_language_s():
    story = story_with("public")
    captions = NewsroomDocument.objects.get(pk=story.videos[0].value["captions"].pk)
    captions.language = "es"
    with pytest.raises(law.LawError):
        captions.save()
    unsaid = factories.document(name="old.vtt")
    factories.edit(story, videos=[("video", factories.video_block(captions=unsaid))])
    unsaid.language = "en"  # An upload from before the field: nobody relied on what it did not say.
    unsaid.save()
    factories.submit(story)
    assert read(factories.decide(story, "approve"))


# In a translation


def spanish(**changes):
    """A Spanish translation ready to be handed in, and its transcript's string."""
    translation = factories.started(story_with("public"))
    factories.translate_strings(translation)
    factories.caption_videos(translation)
    transcript = StringTranslation.objects.get(context__path__endswith="transcript", locale=translation.target_locale)
    return translation, transcript


def hand_in(translation):
    submit_translation(translation.pk, factories.translator())


def test_a_translation_with_the_source_s_captions_is_not_handed_in():
    translation, _ = spanish()
    SegmentOverride.objects.all().delete()
    with pytest.raises(TranslationRefused, match="has no captions in Spanish"):
        hand_in(translation)
    english = json.dumps(factories.captions("en").pk)
    for segment in translation.source.overridablesegment_set.filter(context__path__endswith="captions"):
        SegmentOverride.objects.create(context=segment.context, locale=translation.target_locale, data_json=english)
    with pytest.raises(TranslationRefused, match="has no captions in Spanish"):
        hand_in(translation)


@pytest.mark.parametrize("copied", ["We stood here.", "  We  stood here.", "<b>We</b> stood\xa0here."])
def test_a_transcript_that_only_says_again_what_the_source_says_is_not_handed_in(copied):
    translation, transcript = spanish()
    StringTranslation.objects.filter(pk=transcript.pk).update(data=copied)
    with pytest.raises(TranslationRefused, match="has no transcript in Spanish"):
        hand_in(translation)
    StringTranslation.objects.filter(pk=transcript.pk).update(data="Estuvimos aquí.")
    hand_in(translation)
    assert read(factories.decide(translation.get_target_instance(), "approve", factories.reviewer()))


def test_a_transcript_of_an_earlier_source_is_no_translation_either():
    translation, transcript = spanish()
    StringTranslation.objects.filter(pk=transcript.pk).update(data="We stood here.")
    source = translation.source.get_source_instance()
    factories.publish(
        source, videos=[("video", factories.video_block(transcript="<p>We stood here for two days.</p>"))]
    )
    page = translation.get_target_instance()
    old = factories.video_block(captions=factories.captions("es"), transcript=TRANSCRIPT)
    revision = factories.edit(page, factories.translator(), videos=[("video", old)])
    with pytest.raises(law.LawError, match="no transcript in Spanish"):
        approvals.approve(revision, factories.reviewer(), submitted_by_id=factories.translator().pk)


def test_writer_reviewer_and_administrator_read_what_is_lacking_in_one_sentence():
    story = story_with("in_review")
    NewsroomDocument.objects.filter(pk=story.videos[0].value["captions"].pk).update(language="")
    sentence = "“Two minutes at the gate” has no captions in English"
    assert sentence in said(Desk(factories.editor()).decide(story, "approve"))
    assert read(story) is None
