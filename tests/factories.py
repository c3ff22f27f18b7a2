"""People and pages to test with. Every page goes the real way: written by a writer, submitted, approved by an editor.

A page factory takes its parent (default: the right place in the tree), its fields, and one trait: `state`, one of
"draft", "in_review", "rejected", "public" (default), "scheduled", "taken_down".
"""

from __future__ import annotations

import datetime
import functools
import io
import itertools
import json
import struct
import zlib
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Site
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from commitments.models import CommitmentIndexPage, CommitmentPage
from home.models import AboutPage, HomePage, VisionPage
from newsroom.authoring.cleaning.gate import CleanFile
from newsroom.authoring.models import NewsroomDocument, NewsroomImage
from newsroom.consent.records import Consent
from newsroom.consent.take_down import take_down
from newsroom.review import roles
from newsroom.translation.following import follow
from newsroom.translation.roles import reviewers, translators
from newsroom.translation.submissions import submit as submit_translation
from stories.models import AnnouncementPage, CampaignStoryPage, PartnerIndexPage, PartnerPage, StoryIndexPage
from tests.indexing import indexed_once

PASSWORD = "a long pass phrase for tests"
# What a story, a picture or a video says that shows nobody.
NOBODY = {"who": "nobody"}
_numbers = itertools.count(1)


def person(*group_names: str, username: str = "", **fields: Any) -> Any:
    """A staff member in these groups; the same username gives the same person again."""
    username = username or f"{(group_names or ('nobody',))[0].lower().replace(' ', '-')}-{next(_numbers)}"
    user, made = get_user_model().objects.get_or_create(
        username=username, defaults={"email": f"{username}@example.org", **fields}
    )
    if made:
        user.set_password(PASSWORD)
        user.save()
    user.groups.add(*Group.objects.filter(name__in=group_names))
    return user


def writer() -> Any:
    return person(roles.WRITERS, username="wanda-the-writer")


def editor() -> Any:
    return person(roles.EDITORS, username="edith-the-editor")


def duty_editor() -> Any:
    return person(roles.DUTY_EDITORS, username="dana-on-duty")


def consent_keeper() -> Any:
    return person(roles.CONSENT_KEEPERS, username="kira-keeps-consents")


def administrator() -> Any:
    return person(roles.ADMINISTRATORS, username="ada-the-administrator")


def superuser() -> Any:
    return person(username="root", is_superuser=True, is_staff=True)


# Consents


def consent(pseudonym: str = "Ana", **fields: Any) -> Consent:
    """Somebody's yes to everything, everywhere, with a legal name and a contact if `legal_name`, `contact` say so."""
    fields = {
        "covers": list(Consent.Covers.values), "languages": ["*"], "uses": list(Consent.Use.values),
        "how_given": "In person, at the kitchen table.", "valid_from": timezone.now() - datetime.timedelta(days=1),
        "recorded_by": consent_keeper(), **fields,
    }  # fmt: skip
    return Consent.objects.create(pseudonym=pseudonym, **fields)


def rests_on(*consents: Any, says: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a story, a picture or a video says that rests on these consents."""
    return {"who": "consents", "which": [each.pk for each in consents], "says": list(says)}


# The way of a page


def submit(page: Any, by: Any = None) -> Any:
    """Hand the page's words in for review, as Wagtail's editor does, and give its task state."""
    page = page.specific
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(by or writer())
    else:
        page.get_workflow().start(page, by or writer())
    return type(page).objects.get(pk=page.pk).current_workflow_task_state


def decide(page: Any, action: str, by: Any = None, **kwargs: Any) -> Any:
    """Approve or reject what is under review, and give the page as it then is."""
    page = type(page).objects.get(pk=page.pk)
    task_state = page.current_workflow_task_state
    task_state.task.specific.on_action(task_state, by or editor(), action, **kwargs)
    return type(page).objects.get(pk=page.pk)


def edit(page: Any, by: Any = None, **changes: Any) -> Any:
    """Save a new draft with these changes and give its revision."""
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    return page.save_revision(user=by or writer(), log_action=True)


def publish(page: Any, by: Any = None, **changes: Any) -> Any:
    """Edit, submit and approve in one go: the page as it then is."""
    with indexed_once():
        edit(page, by, **changes)
        submit(page, by)
        page = decide(page, "approve")
    return page


def _bring_to(page: Any, state: str) -> Any:
    if state == "scheduled":
        page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision(user=writer(), log_action=True)
    if state != "draft":
        submit(page)
    if state == "rejected":
        return decide(page, "reject", comment="Please name the source of the figure.")
    if state in ("public", "scheduled", "taken_down"):
        page = decide(page, "approve")
    if state == "taken_down":
        take_down(page, duty_editor(), "Somebody in it is at risk.")
    return type(page).objects.get(pk=page.pk)


def _page(model: Any, parent: Any, state: str, fields: dict[str, Any], **defaults: Any) -> Any:
    with indexed_once():
        page = model(**{**defaults, "owner": writer(), **fields})
        type(parent).objects.get(pk=parent.pk).add_child(instance=page)
        page = _bring_to(page, state)
    return page


# The tree


def home(state: str = "public", **fields: Any) -> Any:
    """The source language's home page, which the migrations made; public with these words from the first call on."""
    page = HomePage.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    if page.live and not fields:
        return page
    defaults = {
        "title": "Open Gate Network",
        "lead": "We close detention centres, one town at a time.",
        "body": [("text", "<p>Welcome to the network.</p>")],
    }
    for name, value in {**defaults, **fields}.items():
        setattr(page, name, value)
    return _bring_to(page, state)


def _section(model: Any, state: str, fields: dict[str, Any], **defaults: Any) -> Any:
    found = model.objects.child_of(home()).first()
    return found if found and not fields else _page(model, home(), state, fields, show_in_menus=True, **defaults)


def story_index(state: str = "public", **fields: Any) -> Any:
    return _section(StoryIndexPage, state, fields, title="Stories", introduction="<p>What communities won.</p>")


def partner_index(state: str = "public", **fields: Any) -> Any:
    return _section(PartnerIndexPage, state, fields, title="Partners", introduction="<p>Who stands behind it.</p>")


def commitment_index(state: str = "public", **fields: Any) -> Any:
    return _section(CommitmentIndexPage, state, fields, title="Commitments", introduction="<p>What binds us.</p>")


def about(state: str = "public", **fields: Any) -> Any:
    return _page(
        AboutPage, home(), state, fields,
        title="About us", mission="<p>We bring people home.</p>", history="<p>It began in a kitchen.</p>",
        body=[("quote", {"text": "Nobody is free alone.", "attribution": "A founder"})], show_in_menus=True,
    )  # fmt: skip


def vision(state: str = "public", **fields: Any) -> Any:
    return _page(
        VisionPage, home(), state, fields, title="Our vision", show_in_menus=True,
        introduction="<p>What would a town without cages look like?</p>", body=every_block(),
    )  # fmt: skip


def commitment(state: str = "public", parent: Any = None, **fields: Any) -> Any:
    return _page(
        CommitmentPage, parent or commitment_index(), state, fields,
        title="Listen first", statement="<p>Those who were inside speak first.</p>", order=1,
    )  # fmt: skip


def partner(state: str = "public", parent: Any = None, **fields: Any) -> Any:
    return _page(
        PartnerPage, parent or partner_index(), state, fields,
        title=f"Neighbours for Justice {next(_numbers)}", kind="organisation", places="Riverton, Lake County",
        issues=["detention"], languages=["en", "es"], website="https://neighbours.example.org/",
        description="<p>Neighbours who drive to every hearing.</p>",
    )  # fmt: skip


def campaign_story(state: str = "public", parent: Any = None, **fields: Any) -> Any:
    return _page(
        CampaignStoryPage, parent or story_index(), state, fields,
        title=f"The jail that closed {next(_numbers)}", summary="How a town closed its jail.", consents=NOBODY,
        place="Riverton", region="Lake County", status="won", start_year=2018, end_year=2021, issues=["detention"],
        people="Families of people inside, and the nurses who saw them.",
        won=[("milestone", {"date": datetime.date(2019, 5, 1), "precision": "month", "title": "The contract ended"})],
        body=[("heading", {"text": "How it began", "level": "2"}), ("text", "<p>Everybody came to the hearing.</p>")],
    )  # fmt: skip


def announcement(state: str = "public", parent: Any = None, **fields: Any) -> Any:
    return _page(
        AnnouncementPage, parent or story_index(), state, fields,
        title=f"The network launches {next(_numbers)}", summary="Four towns, one network.",
        dateline_place="Riverton", dateline_date=datetime.date(2026, 3, 1),
        contact_name="Press desk", contact_email="press@example.org",
        body=[("text", "<p>Today the network opens its doors.</p>")],
    )  # fmt: skip


# Files, and one of everything


# They are as the gate leaves files, whatever they are called: no test but the gate's own waits for it.


@functools.cache
def _poster() -> bytes:
    """Of the size of a poster, and grey: colours would only take longer, six times for each picture on each page."""
    file = io.BytesIO()
    Image.new("L", (1200, 800), "white").save(file, "PNG")
    return file.getvalue()


def _another_poster(number: int) -> bytes:
    """The same to look at, of other bytes: it says how many dots there are to a metre."""
    said = b"pHYs" + struct.pack(">IIB", number, number, 1)
    head, rest = _poster()[:33], _poster()[33:]
    return head + struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said)) + rest


def image(title: str = "A poster", **fields: Any) -> Any:
    number = next(_numbers)
    file = CleanFile(_another_poster(number), f"poster-{number}.png")
    fields = {"credit": "Open Gate Network", "consents": NOBODY, **fields}
    return NewsroomImage.objects.create(title=title, file=file, **fields)


def document(
    title: str = "A sample policy", name: str = "policy.txt", content: bytes | None = None, **fields: Any
) -> Any:
    number = next(_numbers)
    file = CleanFile(content or f"Whereas{number % 10_000:04}".encode(), f"{number}-{name}")
    says = NOBODY if name.endswith((".png", ".jpg", ".svg", ".mp4", ".webm")) else None
    return NewsroomDocument.objects.create(title=title, file=file, **{"consents": says, **fields})


def uploaded_again(original: Any, title: str, **fields: Any) -> Any:
    """The same picture or file, once more, as somebody uploads it who does not know that it is there."""
    file = CleanFile(original.file.read(), f"{next(_numbers)}-{original.filename}")
    return type(original).objects.create(title=title, file=file, **{"consents": original.consents, **fields})


def captions(code: str = "en") -> Any:
    return document("Captions", f"gate-{code}.vtt", b"WEBVTT\n", language=code)


def file_block(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "sample_policy", "title": "Ordinance to end a contract", "file": document(), "language": "en",
        "licence": "CC-BY-4.0", "description": "Hand it to your council.", **fields,
    }  # fmt: skip


def video_block(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Two minutes at the gate", "file": document("A video", "gate.webm", b"\x1aE\xdf\xa3"), "url": "",
        "poster": image("The gate"), "poster_alt": "A gate, open", "no_speech": False,
        "captions": captions(), "transcript": "<p>We stood here.</p>", "consents": NOBODY, **fields,
    }  # fmt: skip


def talking_point(**fields: Any) -> dict[str, Any]:
    return {
        "text": "A cage costs more than a school.", "proof": "144 dollars a day for a bed, 38 for a desk.",
        "source": "The county's own budget", "source_url": "https://budget.example.org/", **fields,
    }  # fmt: skip


def figure(**fields: Any) -> dict[str, Any]:
    return {
        "value": "4 towns", "statement": "have closed their centre.", "source": "Our count, 2026",
        "source_url": "https://count.example.org/", **fields,
    }  # fmt: skip


def call_to_action(**fields: Any) -> dict[str, Any]:
    return {
        "heading": "Come to a hearing", "text": "Bring a neighbour.", "label": "Find the next one", "page": None,
        "url": "https://hearings.example.org/", **fields,
    }  # fmt: skip


def picture_block(**fields: Any) -> dict[str, Any]:
    return {"image": image(), "alt": "People at a gate", "decorative": False, "caption": "The first vigil", **fields}


def every_block() -> list[tuple[str, Any]]:
    """A body with one block of each type of the vocabulary."""
    return [
        ("text", "<p>First the <b>people</b>.</p>"),
        ("heading", {"text": "What we see", "level": "2"}),
        ("quote", {"text": "The roots first.", "attribution": "An elder", "source": "", "source_url": ""}),
        ("figure", {"value": "150 years", "statement": "at this pace", "source": "Our count", "source_url": ""}),
        ("picture", picture_block()),
        ("gallery", {"heading": "Vigils", "pictures": [picture_block(), picture_block(alt="", decorative=True)]}),
        ("video", video_block()),
        ("talking_points", {"heading": "Say it", "points": [talking_point(), talking_point(proof="", source="")]}),
        ("call_to_action", {"heading": "Join", "text": "", "label": "Join us", "page": home(), "url": ""}),
        ("milestones", {"heading": "Steps", "milestones": [
            {"date": datetime.date(2020, 1, 1), "precision": "year", "title": "The first win", "text": ""}]}),
        ("file_list", {"heading": "Take these", "files": [file_block()]}),
        ("partner_list", {"heading": "With us", "pages": [partner()]}),
        ("commitment_list", {"heading": "We promise", "pages": [commitment()]}),
    ]  # fmt: skip


def one_of_each() -> dict[str, Any]:
    """A public page of every type, by type name, richly filled."""
    allies = [partner(), partner(kind="coalition")]
    story = campaign_story(
        body=every_block(), videos=[("video", video_block())], toolkit=[("file", file_block())],
        partners=[("page", ally) for ally in allies],
    )  # fmt: skip
    promise = commitment(title="Leave nobody behind", order=2, campaigns=[("page", story)])
    pages = [
        home(figures=[("figure", figure())], call_to_action=[("call_to_action", call_to_action())]),
        story_index(), partner_index(), commitment_index(), allies[0], story, promise,
        about(commitments=[("page", promise)]), vision(),
        announcement(campaigns=[("page", story)], partners=[("page", ally) for ally in allies]),
    ]  # fmt: skip
    return {page.type_name(): page for page in pages}


# Languages


def language(code: str = "es") -> Locale:
    """A language of the site, with its room; the source's home page is public first, so that it has one to follow."""
    home()
    with indexed_once():
        return Locale.objects.get_or_create(language_code=code)[0]


def translator(code: str = "es") -> Any:
    language(code)
    return person(translators(code), username=f"tomas-translates-{code}")


def reviewer(code: str = "es") -> Any:
    language(code)
    return person(reviewers(code), username=f"rosa-reviews-{code}")


def started(page: Any, code: str = "es") -> Translation:
    """The translation of a public page into a language, with none of its strings translated yet."""
    return follow(page, language(code), translator(code))


def translate_strings(translation: Translation, by: Any = None, ending: str = "") -> None:
    """Translate every string that has no translation yet, plainly marked as being in that language."""
    code = translation.target_locale.language_code
    by = by or translator(code)
    for segment in translation.source.stringsegment_set.select_related("string"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale,
            defaults={
                "data": f"{segment.string.data} [{code}]{ending}", "translation_type": "manual",
                "last_translated_by": by,
            },
        )  # fmt: skip


def caption_videos(translation: Translation, by: Any = None) -> None:
    """Put captions in the translation's language in place of the source's."""
    code = translation.target_locale.language_code
    for segment in translation.source.overridablesegment_set.filter(context__path__endswith="captions"):
        SegmentOverride.objects.get_or_create(
            context=segment.context, locale=translation.target_locale,
            defaults={"data_json": json.dumps(captions(code).pk), "last_translated_by": by or translator(code)},
        )  # fmt: skip


def translated(page: Any, code: str = "es", state: str = "public", by: Any = None) -> Any:
    """A public page's translation, gone the real way to one `state`: "started", "draft" (all strings translated),
    "in_review", "rejected", "public" or "outdated" (the source went on). Gives the page in that language."""
    with indexed_once():
        target = _translated(page, code, state, by)
    if state == "outdated":
        publish(page, title=f"{page.title}, again")
    return type(target).objects.get(pk=target.pk)


def _translated(page: Any, code: str, state: str, by: Any) -> Any:
    translation = started(page, code)
    if state != "started":
        translate_strings(translation, by)
        caption_videos(translation, by)
    if state not in ("started", "draft"):
        submit_translation(translation.pk, by or translator(code))
    target = translation.get_target_instance()
    if state == "rejected":
        return decide(target, "reject", reviewer(code), comment="Say it the way people here say it.")
    if state in ("public", "outdated"):
        return decide(target, "approve", reviewer(code))
    return target
