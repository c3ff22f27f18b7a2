"""A preview shows one version to whoever was given its link, as long as they should, and makes nothing public."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from config.log_format import JsonLines
from newsroom.authoring.documents import build, visible_rows
from newsroom.consent.take_down import restore, take_down
from newsroom.review import roles
from newsroom.web.models import PreviewLink, PublishedDocument
from newsroom.web.previews.links import PreviewRefused, make_link, may_preview, revoke
from tests import factories
from tests.published import Way
from tests.review.admin import Desk
from tests.web.api import keeps_its_promise

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def statuses(token):
    """What HTML and JSON answer, once neither may be kept by anybody."""
    answers = [Client().get(f"{start}preview/{token}/") for start in ("/", "/api/v1/")]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies and "ETag" not in answer
    keeps_its_promise(f"preview/{token}/", answers[1])
    return [answer.status_code for answer in answers]


def test_a_preview_is_kept_by_nobody_so_a_revoked_link_shows_nothing(draft):
    link, token = link_to(draft)
    way = Way()
    for start in ("/", "/api/v1/"):
        assert "Maria waits" in way.get(f"{start}preview/{token}/").content.decode()
    assert not PublishedDocument.objects.exists()
    revoke(link, factories.writer())
    assert [way.get(f"{start}preview/{token}/").status_code for start in ("/", "/api/v1/")] == [410, 410]


def words(token):
    answers = [Client().get(f"{start}preview/{token}/") for start in ("/", "/api/v1/")]
    return " ".join(answer.content.decode() for answer in answers)


@pytest.fixture
def draft():
    return factories.campaign_story("draft", title="Maria waits")


def link_to(page, person=None):
    return make_link(page, person or factories.writer(), 7)


def test_a_draft_is_shown_by_its_link_and_nowhere_else(draft):
    public = [document.model_dump_json() for document in build(list(visible_rows()))]
    _, token = link_to(draft)
    assert statuses(token) == [200, 200]
    assert "Maria waits" in words(token)
    assert Client().get(f"/api/v1/pages/{draft.pk}/").status_code == 404
    assert Client().get("/en/stories/maria-waits/").status_code == 404
    assert [document.model_dump_json() for document in build(list(visible_rows()))] == public
    assert token not in str(PreviewLink.objects.values().get())


def test_a_token_that_was_changed_guessed_or_stolen_from_the_database_opens_nothing(draft):
    link, token = link_to(draft)
    other = factories.campaign_story("draft", title="Another one's draft")
    nonce, _, signature = token.partition(".")
    changed = [
        token[:-1] + ("0" if token[-1] != "0" else "1"), token.upper(), nonce, f"{nonce}.", f"{nonce}.{signature}.",
        f".{signature}", link.token_hash, str(link.pk), "x" * 5000, "é", f"{nonce}%00", "..",
    ]  # fmt: skip
    for each in changed:
        assert Client().get(f"/preview/{each}/").status_code == 404, each
        assert Client().get(f"/api/v1/preview/{each}/").status_code == 404, each
    # Whoever writes to the table does not open another version with a link that they have, nor keep it open.
    links = PreviewLink.objects.filter(pk=link.pk)
    for change in (
        {"revision_id": other.latest_revision_id, "page_id": other.pk},
        {"expires_at": link.expires_at + 300 * DAY},
        {"digest": "0" * 64},
    ):
        before = links.values(*change).get()
        links.update(**change)
        assert statuses(token) == [404, 404], change
        links.update(**before)
    assert statuses(token) == [200, 200]


def test_a_link_ends_with_its_hour_by_its_button_and_with_what_its_maker_may_do(draft):
    link, token = link_to(draft)
    with time_machine.travel(timezone.now() + 7 * DAY + datetime.timedelta(seconds=1)):
        assert statuses(token) == [410, 410]
    revoke(link, factories.editor())
    assert statuses(token) == [410, 410]
    assert "Maria" not in words(token)
    for end in ("groups", "account", "deleted"):
        maker = factories.person(roles.WRITERS)
        _, token = link_to(draft, maker)
        assert statuses(token) == [200, 200]
        if end == "groups":
            maker.groups.clear()
        elif end == "account":
            maker.is_active = False
            maker.save()
        else:
            maker.delete()
        assert statuses(token) == [410, 410], end


def test_a_link_shows_the_version_that_it_was_made_for_or_nothing(draft):
    """Autosave writes over a draft; a link does not let somebody read on while an author types."""
    _, token = link_to(draft)
    revision = draft.get_latest_revision()
    page = revision.as_object()
    page.title = "Typed later"
    page.save_revision(user=factories.writer(), overwrite_revision=revision)
    assert statuses(token) == [200, 200]
    assert "Maria waits" in words(token) and "Typed later" not in words(token)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "Written over by raw SQL"})
    assert statuses(token) == [410, 410]


@pytest.mark.usefixtures("spanish")
def test_what_was_taken_down_is_shown_by_no_link_also_when_that_is_lifted():
    story = factories.campaign_story(title="Maria is free")
    spanish = factories.translated(story)
    tokens = [link_to(story)[1], link_to(spanish, factories.translator())[1]]
    assert [statuses(token) for token in tokens] == [[200, 200]] * 2
    record = take_down(story, factories.duty_editor(), "At risk.")
    PreviewLink.objects.update(revoked_at=None)  # By itself, without what the take-down did to the rows.
    assert [statuses(token) for token in tokens] == [[410, 410]] * 2
    with pytest.raises(PreviewRefused):
        link_to(story)
    restore(record, factories.duty_editor())
    assert [statuses(token) for token in tokens] == [[410, 410]] * 2
    assert statuses(link_to(story)[1]) == [200, 200]


@pytest.mark.usefixtures("spanish")
def test_who_may_neither_edit_nor_review_a_page_makes_no_link_to_it(draft):
    story = factories.campaign_story()
    spanish, arabic = (factories.translated(story, code, "in_review") for code in ("es", "ar"))
    may = {
        factories.writer(): [draft], factories.editor(): [draft], factories.administrator(): [draft, spanish, arabic],
        factories.translator("es"): [spanish], factories.reviewer("es"): [spanish], factories.reviewer("ar"): [arabic],
        factories.duty_editor(): [], factories.person(): [],
    }  # fmt: skip
    for person, theirs in may.items():
        for page in (draft, spanish, arabic):
            assert may_preview(person, page) == (page in theirs), (person, page)
            if page not in theirs:
                with pytest.raises(PreviewRefused):
                    make_link(page, person, 7)
    link, _ = link_to(arabic, factories.reviewer("ar"))
    desk, count = Desk(factories.translator("es")), PreviewLink.objects.count()
    assert desk.post("newsroom_preview_links", arabic.pk, days="7").status_code in (302, 403)
    assert desk.post("newsroom_preview_links", draft.pk, days="7").status_code in (302, 403)
    # Under a page of their own, a link of another's.
    for page in (arabic, spanish):
        assert desk.post("newsroom_end_preview_link", page.pk, link.pk).status_code in (302, 403, 404)
    assert PreviewLink.objects.open().count() == PreviewLink.objects.count() == count


def test_a_comment_is_words_and_comes_from_whoever_was_shown_the_form(draft):
    _, token = link_to(draft)
    client, url = Client(enforce_csrf_checks=True), f"/preview/{token}/"
    key = client.get(url).context["preview"]["form"].initial["form_key"]
    attack = "<script>alert(1)</script> \u202e\x00"

    def send(status, headers=None, **data):
        answer = client.post(url, {"form_key": key, "comment": "x", **data}, headers=headers)
        assert answer.status_code == status and not answer.cookies
        return answer.content.decode()

    send(400, form_key="")
    send(400, form_key=key.replace(":", ":x", 1))
    other = Client().get(f"/preview/{link_to(draft)[1]}/").context["preview"]["form"].initial["form_key"]
    send(400, form_key=other)
    send(400, comment=" ")
    send(400, comment="x" * 2001)
    send(400, name="x" * 81)
    send(400, comment=attack)
    send(403, {"sec-fetch-site": "cross-site"})
    assert PageLogEntry.objects.filter(action="newsroom.preview_comment").count() == 0
    with time_machine.travel(timezone.now() + 2 * DAY):
        send(400)
    send(303, comment=attack.replace("\x00", ""), name="<b>Ana</b>")
    history = Desk(factories.editor()).read("wagtailadmin_pages:history", draft.pk)
    assert "&lt;script&gt;alert(1)" in history and "<script>alert(1)" not in history and "<b>Ana" not in history
    for _ in range(9):
        send(303)
    assert "an hour" in send(429)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        send(303)
    assert PageLogEntry.objects.filter(page=draft, action="newsroom.preview_comment").count() == 11
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(url).status_code == 405
        assert getattr(client, method)(f"/api/v1{url}").status_code == 405
    assert client.post("/preview/x/", {"comment": "x"}).status_code == 404


def test_no_log_holds_the_key_to_a_draft(draft, caplog):
    _, token = link_to(draft)
    client = Client(raise_request_exception=False)
    with caplog.at_level("DEBUG", logger="django"):
        for start in ("/", "/api/v1/"):
            client.post(f"{start}preview/{token}/", {"comment": ""})
            client.put(f"{start}preview/{token}/")
    lines = [JsonLines().format(record) for record in caplog.records]
    assert any("/preview/…/" in line for line in lines)
    assert not any(token in line for line in lines)


def test_a_link_lives_no_longer_than_its_version(draft):
    _, token = link_to(draft)
    call_command("purge_revisions", verbosity=0)
    assert statuses(token) == [200, 200]
    draft.delete()
    assert statuses(token) == [404, 404]
