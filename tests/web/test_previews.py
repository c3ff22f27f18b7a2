"""Somebody without an account reads a draft, in its own language, and says something about it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from newsroom.translation.models import Submission
from newsroom.web.models import PreviewLink
from tests import factories
from tests.review.admin import Desk
from tests.web.api import ask
from tests.web.reading import headings, read, squeeze

pytestmark = pytest.mark.django_db


def addresses_made(desk, page, **data):
    """What the screen shows once, after the button was pressed."""
    answer = desk.post("newsroom_preview_links", page.pk, days="7", **data)
    assert "no-store" in answer["Cache-Control"]
    return dict(
        re.findall(r'id="preview-(\w+)" type="text" readonly size="80" value="([^"]*)"', answer.content.decode())
    )


def mail_in(mailoutbox, person):
    return [mail for mail in mailoutbox if mail.to == [person.email]]


def path_of(url):
    assert url.startswith("http://testserver/")
    return url.removeprefix("http://testserver")


def test_a_writer_shows_a_draft_to_somebody_who_comments_and_ends_the_link(settings, mailoutbox):
    settings.HEADLESS_PREVIEW_CLIENT_URLS = {"default": "https://front.example.org/api/preview"}
    draft = factories.campaign_story("draft", title="Maria waits", body=factories.every_block())
    desk = Desk(factories.writer())
    links = f"/admin/pages/{draft.pk}/preview-links/"
    for screen in ("wagtailadmin_pages:edit", "wagtailadmin_explore"):
        assert links in desk.read(screen, draft.pk if "edit" in screen else draft.get_parent().pk)
    made = addresses_made(desk, draft, label="Maria's sister")
    path = path_of(made["html"])
    shown = read(Client(), path)
    banner, form = shown.select_one(".preview"), shown.select_one("#preview-comment form")
    assert "not public" in banner.text and "UTC" in banner.text
    assert shown.h1.text == "Maria waits" and headings(shown).count(1) == 1
    assert shown.select_one('meta[name="robots"]')["content"] == "noindex, nofollow"
    # Neither what unfurls links nor what search engines read says anything of it.
    assert not shown.select('meta[property^="og:"], link[rel=canonical], script[type="application/ld+json"], .share')
    data = {field["name"]: field.get("value", "") for field in form.select("[name]")}
    answer = Client(enforce_csrf_checks=True).post(path, {**data, "name": "Ana", "comment": "Her name is spelt María."})
    assert answer.status_code == 303 and not answer.cookies
    assert "Thank you" in read(Client(), answer["Location"].partition("#")[0]).select_one("#preview-comment").text
    *_, mail = mail_in(mailoutbox, desk.person)
    assert mail.body.endswith(f"/admin/pages/{draft.pk}/history/") and "María" not in mail.subject + mail.body
    history = squeeze(desk.read("wagtailadmin_pages:history", draft.pk))
    for words in ("Her name is spelt María.", "from “Ana”", "Preview link made", "Maria&#x27;s sister"):
        assert words in history
    token = path.split("/")[2]
    assert token not in desk.read("newsroom_preview_links", draft.pk) + history
    front = urlsplit(made["front"].replace("&amp;", "&"))
    assert f"{front.scheme}://{front.netloc}{front.path}" == "https://front.example.org/api/preview"
    assert parse_qs(front.query) == {"content_type": ["stories.campaignstorypage"], "token": [token]}
    assert path_of(made["json"]) == f"/api/v1/preview/{token}/"
    made_pictures = get_image_model().get_rendition_model().objects
    before = made_pictures.count()
    assert before > 0
    desk.post("newsroom_end_preview_link", draft.pk, PreviewLink.objects.get().pk)
    gone = read(Client(), path, 410)
    assert squeeze(gone.h1.text) == "This preview has ended."
    # The addresses of the draft's pictures, which its readers learned, lead nowhere by now.
    assert made_pictures.filter(filter_spec__startswith="width-400").count() == 0 < before
    assert PageLogEntry.objects.filter(page=draft, action="newsroom.preview_revoked").count() == 1


def test_json_is_that_of_the_api_once_it_is_public():
    # Without pictures: those of a public page come in more formats, as soon as they are made.
    story = factories.campaign_story("in_review", partners=[("page", factories.partner())])
    made = addresses_made(Desk(factories.editor()), story)
    before = ask(path_of(made["json"]).removeprefix("/api/v1/"))
    story = factories.decide(story, "approve")
    after = ask(f"pages/{story.pk}/")
    assert before.pop("published_at") is None and after.pop("published_at")
    assert before.pop("updated_at") is None and after.pop("updated_at")
    # When it was reviewed, and when its source went on, a draft cannot say.
    assert before.pop("translation").keys() == after.pop("translation").keys()
    assert before == after
    assert "public by now" in read(Client(), path_of(made["html"])).select_one(".preview").text


@pytest.mark.usefixtures("spanish")
def test_a_translation_says_where_a_machine_had_a_hand_and_that_its_source_has_gone_on():
    story = factories.campaign_story()
    spanish = factories.translated(story, state="in_review")
    path = path_of(addresses_made(Desk(factories.reviewer()), spanish)["json"]).removeprefix("/api/v1/")
    assert ask(path)["translation"]["status"] == "current"
    Submission.objects.update(machine_made=["title"])
    state = ask(path)["translation"]
    assert (state["status"], state["machine_translated"]) == ("machine", [{"field": "title", "block": None}])
    factories.publish(story, title="Something else")
    assert ask(path)["translation"]["status"] == "outdated"
    assert read(Client(), f"/{path}").select_one(".outdated")


@pytest.mark.usefixtures("arabic")
def test_a_translation_is_shown_in_its_own_language_and_direction():
    story = factories.campaign_story(title="Maria is free")
    arabic = factories.translated(story, "ar", "in_review")
    path = path_of(addresses_made(Desk(factories.reviewer("ar")), arabic)["html"])
    shown = read(Client(), path)
    assert (shown.html["lang"], shown.html["dir"]) == ("ar", "rtl")
    assert "Maria is free [ar]" in shown.h1.text
    assert "مسودة غير منشورة" in shown.select_one(".preview").text
    answer = Client().post(path, {"comment": ""})
    assert answer.status_code == 400 and "اكتب شيئًا" in answer.content.decode()
    assert answer["Content-Language"] == "ar"
    arabic.delete()
    nothing = Client().get(path, headers={"accept-language": "en"})
    assert nothing.status_code == 404 and "There is no such preview." in nothing.content.decode()
    assert nothing["Vary"] == "Accept-Language"
