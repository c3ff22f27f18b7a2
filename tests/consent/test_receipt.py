"""The receipt of a take-down: each step looked at, red until it is done, tried again until then."""

import datetime
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.images.tests.utils import get_test_image_file
from wagtail.users.models import UserProfile

from newsroom.authoring.models import NewsroomRendition
from newsroom.consent.models import TakeDown
from newsroom.consent.removal import receipt
from newsroom.consent.removal.receipt import Said, Step, register, steps
from newsroom.consent.removal.tasks import check_receipt
from newsroom.consent.take_down import take_down
from newsroom.web import purging, removal
from newsroom.web.models import Generation, PublishedDocument, WebhookEndpoint
from newsroom.web.pictures import make_pictures_of
from search.removal import index_entries
from tests import factories
from tests.review.admin import Desk, said
from tests.web.receiver import receiving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spanish")]

REASON = "Somebody in it is at risk."


@pytest.fixture
def story():
    """A public story in two languages, with a picture, a file and a video."""
    file, picture = factories.document(), factories.image()
    english = factories.campaign_story(
        title="The house with the blue door",
        body=[("picture", factories.picture_block(image=picture)), ("text", "<p>She slept in the cellar.</p>")],
        toolkit=[("file", factories.file_block(file=file))],
    )
    make_pictures_of.call(english.pk)
    spanish = factories.translated(english, "es")
    english.file_address = reverse("published_file", args=[file.pk, file.filename])
    english.image_address = f"/api/v1/images/{picture.pk}/"
    english.spanish = spanish
    return english


def renditions():
    return NewsroomRendition._meta.get_field("file").storage


def lines(record):
    return {line.name: (line.state, line.sentence) for line in record.steps.all()}


def red(record):
    return {name for name, (state, _result) in lines(record).items() if state != "done"}


def test_a_take_down_goes_through_every_step_until_all_of_it_is_green(story, caplog):
    duty = Desk(factories.duty_editor())
    with receiving() as receiver:
        endpoint = WebhookEndpoint.objects.create(name="Front end", url=receiver.url)
        receiver.secret = endpoint.secret
        files = list(NewsroomRendition.objects.values_list("file", flat=True))
        assert files
        assert all(renditions().exists(name) for name in files)
        assert Client().get(story.image_address).status_code == Client().get(story.file_address).status_code == 200
        answer = duty.post("newsroom_take_down", story.pk, reason=REASON)
        record = TakeDown.objects.get()
        assert answer.url == reverse("newsroom_receipt", args=[record.pk])
        assert red(record) == {step.name for step in steps()} != set()
        html = duty.read("newsroom_receipt", record.pk)
        assert f"{len(steps())} steps are not done yet" in html
        assert "blue-door" not in html
        assert "Not all of it is gone yet" in said(duty.post("newsroom_receipt", record.pk))
        assert lines(record)["webhooks"] == ("failed", "2 messages wait for their receivers.")
        assert red(record) == {"webhooks"}
        with pytest.raises(CommandError, match="1 take-downs are not complete"):
            call_command("check_take_downs")
        call_command("deliver_webhooks", verbosity=0)
        assert check_receipt.call(record.pk) is True
    assert "Gone:" not in caplog.text
    assert "Everything is done." in duty.read("newsroom_receipt", record.pk)
    found = lines(record)
    assert found["webhooks"][1] == "2 messages delivered."
    assert found["purge"][1].startswith("Nothing to do")
    assert not any(renditions().exists(name) for name in files)
    assert Client().get(story.image_address).status_code == 404
    for address in (story.file_address, story.get_url(), story.spanish.get_url()):
        assert Client().get(address).status_code == 410, address
    assert not index_entries([story.pk, story.spanish.pk]).exists()
    assert "✓ Done" in duty.read("newsroom_taken_down")
    # Nothing of the page stands in it: it stays when the page is erased.
    assert not any("blue" in result or "cellar" in result for _state, result in found.values())


def test_a_step_finds_what_came_back_mends_what_it_can_and_says_so(monkeypatch):
    story = factories.partner()
    record = take_down(story, factories.duty_editor(), REASON)
    check_receipt.call(record.pk)
    assert record.is_complete
    name = renditions().save("images/left-behind.png", get_test_image_file())
    record.steps.filter(name="pictures").update(state="failed", noted={"files": [name]})
    record.steps.exclude(name="pictures").update(state="waiting")
    kept = PublishedDocument.objects.create(
        address=story.get_url(), generation=Generation.objects.get().value, release="x", page_id=story.pk,
        revision_id=1, headers="[]", etag="x", body=b"x", gzip=b"x", br=b"x",
    )  # fmt: skip
    monkeypatch.setattr(removal, "visible_pages", lambda: type(story).objects.all())
    assert check_receipt.call(record.pk) is False
    assert red(record) == {"kept", "lists"}
    assert not renditions().exists(name)
    assert not PublishedDocument.objects.filter(pk=kept.pk).exists()


def test_a_receipt_is_red_until_all_is_green_and_a_line_only_when_it_failed_or_is_overdue():
    record = take_down(factories.partner(), factories.duty_editor(), REASON)
    duty = Desk(factories.duty_editor())

    def looks():
        """How the receipt's lines look, and whether the ways to it are red on the start page and in the report."""
        html = BeautifulSoup(duty.read("newsroom_receipt", record.pk), "html.parser")
        address = reverse("newsroom_receipt", args=[record.pk])
        marks = {mark.get_text(strip=True): mark["class"] for mark in html.select("main .w-status")}
        ways = [
            "no" in BeautifulSoup(duty.read(name), "html.parser").find("a", href=address)["class"]
            for name in ("wagtailadmin_home", "newsroom_taken_down")
        ]
        return {text: "w-text-critical-200" in classes for text, classes in marks.items()}, ways

    assert looks() == ({"… not yet": False}, [True, True])
    assert "Everything is done." not in duty.read("newsroom_receipt", record.pk)
    TakeDown.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=2))
    assert looks() == ({"✗ overdue": True}, [True, True])
    record.steps.exclude(name="off").update(state="done", tried_at=timezone.now())
    record.steps.filter(name="off").update(state="failed", tried_at=timezone.now())
    assert looks() == ({"✗ failed": True, "✓ done": False}, [True, True])
    check_receipt.call(record.pk)
    assert looks() == ({"✓ done": False}, [False, False])


def test_each_reads_a_receipt_in_their_language_whoever_tried():
    record = take_down(factories.partner(), factories.duty_editor(), REASON)
    with override("ar"):
        check_receipt.call(record.pk)
    assert lines(record)["off"] == ("done", "Unpublished: 1 languages or aliases. No schedule, no review.")
    assert lines(record)["kept"] == ("done", "No answer of it is kept.")
    duty = factories.duty_editor()
    UserProfile.objects.update_or_create(user=duty, defaults={"preferred_language": "es"})
    html = Desk(duty).read("newsroom_receipt", record.pk)
    assert "No queda ninguna respuesta guardada de la página." in html
    assert "No answer of it is kept." not in html
    with override("ar"):
        assert not [sentence for state, sentence in lines(record).values() if re.search("[A-Za-z]", sentence)]


def test_a_receipt_from_before_shows_its_sentences_as_they_were_written():
    record = take_down(factories.partner(), factories.duty_editor(), REASON)
    record.steps.filter(name="purge").update(state="done", result="7 addresses purged: 100% of them.")
    assert lines(record)["purge"] == ("done", "7 addresses purged: 100% of them.")


def test_an_error_is_red_without_its_words_and_the_other_steps_go_on(caplog):
    def broken(record, noted):
        raise OSError("no route to /en/the-house-with-the-blue-door/")

    page = factories.partner()
    register(Step("broken", "Broken", broken, 1))
    try:
        record = take_down(page, factories.duty_editor(), REASON)
        assert check_receipt.call(record.pk) is False
        assert lines(record)["broken"] == ("failed", "An error (OSError). It is tried again.")
        assert red(record) == {"broken"}
        register(Step("broken", "Broken", lambda record, noted: Said("Mended."), 1))
        assert check_receipt.call(record.pk) is True
    finally:
        receipt._steps.pop("broken")


def test_the_cache_in_front_is_purged_of_every_address_and_a_refusal_is_red(story, settings):
    purged, answers = [], [500]

    class Cache(BaseHTTPRequestHandler):
        def do_PURGE(self):
            purged.append(self.path)
            self.send_response(answers[0])
            self.end_headers()

        def do_GET(self):
            self.send_response(410)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Cache)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    try:
        record = take_down(story, factories.duty_editor(), REASON)
        assert check_receipt.call(record.pk) is False
        assert "refused" in lines(record)["purge"][1]
        assert "blue" not in lines(record)["purge"][1]
        purged.clear()
        answers[0] = 200
        TakeDown.objects.update(created_at=timezone.now() - purging.UNDER_WAY * 2)
        assert check_receipt.call(record.pk) is True
    finally:
        server.shutdown()
        server.server_close()
    slug = story.slug
    assert {f"/en/stories/{slug}/", f"/es/stories/{slug}/", f"/api/v1/pages/{story.pk}/", "/en/stories/"} <= set(purged)
    assert {"/sitemap-es.xml", "/es/feed.atom", f"/share/{story.spanish.pk}.png"} <= set(purged)


def test_a_lifted_take_down_is_looked_at_no_more_and_only_those_on_duty_try():
    page = factories.partner()
    record = take_down(page, factories.duty_editor(), REASON)
    assert Desk(factories.writer()).get("newsroom_receipt", record.pk).status_code == 302
    assert Desk(factories.writer()).post("newsroom_receipt", record.pk).status_code == 302
    assert red(record)
    duty = Desk(factories.duty_editor())
    duty.post("newsroom_lift_take_down", record.pk)
    factories.publish(page)
    assert check_receipt.call(record.pk) is True
    assert red(record) == {step.name for step in steps()}
    assert "was lifted" in duty.read("newsroom_receipt", record.pk)
    assert index_entries([page.pk]).exists()


@pytest.mark.parametrize("make", [factories.home, factories.story_index])
def test_a_home_page_and_a_section_get_a_green_receipt_while_what_is_below_stays_public(make):
    story = factories.campaign_story()
    page = make()
    record = take_down(page, factories.duty_editor(), REASON)
    assert check_receipt.call(record.pk) is True, lines(record)
    assert Client().get(story.get_url()).status_code == 200
