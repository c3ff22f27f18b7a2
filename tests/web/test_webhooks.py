"""Receivers hear of every public change once, in order, signed, and of nothing else."""

import datetime
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from newsroom.authoring.delivery import absolute_url
from newsroom.consent.take_down import take_down
from newsroom.review.law import LawError
from newsroom.review.schedule import run_schedule
from newsroom.web.models import AnnouncedPage, WebhookDelivery, WebhookEndpoint, WebhookEvent
from newsroom.web.webhooks import outbox
from newsroom.web.webhooks.kinds import Kind
from newsroom.web.webhooks.models import new_secret
from tests import factories
from tests.review.admin import Desk
from tests.web.receiver import receiving

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver():
    with receiving() as receiver:
        endpoint = WebhookEndpoint.objects.create(name="Front end", url=receiver.url)
        receiver.secret, receiver.endpoint = endpoint.secret, endpoint
        yield receiver


def deliver(after=datetime.timedelta()):
    with time_machine.travel(timezone.now() + after, tick=True):
        call_command("deliver_webhooks", verbosity=0)


def state_of(kind):
    return WebhookDelivery.objects.get(event__kind=kind)


def test_a_page_is_told_of_on_its_way_and_never_before_it_is_public(receiver):
    story = factories.campaign_story("in_review", title="Maria is free")
    deliver()
    assert receiver.known == {}
    story = factories.decide(story, "approve")
    deliver()
    ((uid, message),) = receiver.got
    assert uid.startswith("msg_")
    assert message["type"] == "published"
    assert message["data"] == {
        "id": story.pk, "type": "campaign_story", "lang": "en", "translation_key": str(story.translation_key),
        "revision": story.live_revision_id, "redirect": None, "url": absolute_url("/en/stories/maria-is-free/"),
    }  # fmt: skip
    factories.edit(story, title="A draft that nobody hears of")
    deliver()
    assert receiver.about(story) == ["published"]
    story = factories.publish(story, title="Another title")
    story.unpublish()
    factories.publish(story)
    deliver()
    assert receiver.about(story) == ["published", "updated", "unpublished", "published"]
    factories.take_down(story, factories.duty_editor(), "Somebody is at risk.")
    deliver()
    assert receiver.about(story)[-1] == "taken_down"


def test_nothing_is_said_of_what_is_gone_by_now_but_that_it_is_gone(receiver):
    """The receiver was away: by the time that it hears of the page, the page is taken down."""
    story = factories.campaign_story(title="Maria is free")
    take_down(story, factories.duty_editor(), "She is at risk.")
    deliver()
    assert receiver.about(story) == ["published", "taken_down"]
    assert "maria" not in str(receiver.got).lower() + str(receiver.headers).lower()
    assert [message["data"]["url"] for message in receiver.known.values()] == [None, None]
    assert "wanda" not in str(receiver.got)


def test_what_goes_without_a_word_is_missed(receiver):
    """Raw SQL, an hour that passed, a restriction on a page above, a deletion by queryset: nobody calls us."""
    index = factories.story_index()
    raw, expiring, deleted, private = (factories.campaign_story() for _ in range(4))
    deliver()
    receiver.known.clear()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = false WHERE id = %s", [raw.pk])
        cursor.execute("UPDATE wagtailcore_page SET expire_at = now() WHERE id = %s", [expiring.pk])
    Page.objects.filter(pk=deleted.pk).delete()
    assert WebhookEvent.objects.filter(page_id=deleted.pk, kind="unpublished").exists()
    deliver()
    assert sorted(receiver.kinds) == ["unpublished"] * 3
    assert receiver.about(private) == []
    restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    deliver()
    assert receiver.about(private) == receiver.about(index) == ["unpublished"]
    restriction.delete()
    run_schedule()
    deliver()
    assert receiver.about(private) == ["unpublished", "published"]
    assert receiver.about(raw) == receiver.about(expiring) == ["unpublished"]


def test_a_translation_is_told_of_when_it_is_outdated_and_when_it_is_hidden(receiver):
    story, rights = factories.campaign_story(), factories.campaign_story(hide_when_outdated=True)
    spanish, hidden = factories.translated(story), factories.translated(rights)
    factories.publish(story, title="Something else")
    factories.publish(rights, title="Do not open the door")
    deliver()
    assert receiver.about(spanish) == ["published", "translation_outdated"]
    assert receiver.about(hidden) == ["published", "unpublished"]


def test_an_old_address_is_told_of_where_it_leads_to_something_public(receiver, django_capture_on_commit_callbacks):
    story, draft = factories.campaign_story(title="Old"), factories.campaign_story("draft")
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(story, slug="new")
    Redirect.objects.create(old_path="/en/secret-plan", redirect_page=draft)
    deliver()
    # The page, and the redirect that leads to it.
    assert receiver.about(story) == ["published", "updated", "redirect_changed"]
    assert receiver.about(draft) == []
    assert all(m["data"]["url"] == absolute_url("/en/stories/new/") for m in receiver.known.values())


def test_what_is_rolled_back_is_not_told_and_what_is_written_is_part_of_the_publication(receiver):
    story = factories.campaign_story("in_review")
    with transaction.atomic():
        factories.decide(story, "approve")
        assert WebhookEvent.objects.filter(page_id=story.pk).count() == 1
        transaction.set_rollback(True)
    with pytest.raises(LawError):
        factories.decide(story, "approve", factories.writer())
    deliver()
    assert receiver.got == []


def test_messages_about_a_page_keep_their_order_and_other_pages_do_not_wait(receiver):
    one, two = factories.campaign_story(), factories.campaign_story()
    factories.publish(one)
    receiver.answers = [500]
    deliver()
    assert receiver.known == {}  # Who fails is not asked again in the same run.
    deliver()
    assert [message["data"]["id"] for message in receiver.known.values()] == [two.pk]
    deliver(datetime.timedelta(minutes=1))
    assert receiver.about(one) == ["published", "updated"]
    assert len(receiver.got) == 4


def test_a_receiver_that_is_away_is_tried_for_three_days_and_then_given_up(receiver):
    factories.campaign_story()
    receiver.answers = [500] * 100
    began, now = timezone.now(), datetime.timedelta()
    while WebhookDelivery.objects.get().state == "waiting":
        delivery = WebhookDelivery.objects.get()
        now = max(now, delivery.due_at - began)
        deliver(now)
        assert now < datetime.timedelta(days=4)
    delivery.refresh_from_db()
    assert delivery.state == "dead"
    tries = [each.at for each in delivery.log.all()]
    assert datetime.timedelta(days=2, hours=12) < tries[-1] - tries[0] <= datetime.timedelta(days=3)
    pauses = [(b - a).total_seconds() for a, b in pairwise(tries)]
    assert 7 < pauses[0] < 13 and 15 < len(tries) < 30 and max(pauses) < 8 * 3600
    receiver.answers = []
    assert outbox.replay(WebhookDelivery.objects.all()) == 1
    deliver(now)
    assert receiver.kinds == ["published"]
    assert len({uid for uid, _ in receiver.got}) == 1


def test_an_endpoint_hears_what_it_asked_for_as_long_as_it_wants_to(receiver):
    receiver.endpoint.kinds = ["taken_down"]
    receiver.endpoint.save()
    story = factories.campaign_story()
    take_down(story, factories.duty_editor(), "At risk.")
    receiver.answers = [410]
    deliver()
    assert [message["type"] for _, message in receiver.got] == ["taken_down"]
    receiver.endpoint.refresh_from_db()
    assert not receiver.endpoint.is_active and receiver.endpoint.switched_off_because
    factories.campaign_story()
    assert WebhookEvent.objects.count() == 1
    # Who listens again is told what changes from then on, and not what there is.
    receiver.endpoint.is_active, receiver.endpoint.kinds = True, []
    receiver.endpoint.save()
    deliver()
    assert WebhookEvent.objects.count() == 1
    assert set(AnnouncedPage.objects.values_list("page_id", flat=True)) == set(
        Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True)
    )


def test_two_secrets_are_valid_while_receivers_change_over(receiver):
    endpoint = receiver.endpoint
    endpoint.rotate()
    factories.campaign_story()
    deliver()
    assert len(receiver.known) == 1  # The receiver still has the old one.
    outbox.test(endpoint)
    deliver(datetime.timedelta(days=8))
    assert len(receiver.known) == 1
    receiver.secret = endpoint.secret
    deliver(datetime.timedelta(days=8, minutes=1))
    assert receiver.kinds == ["published", "test"]


def test_a_redirect_is_not_followed(receiver):
    factories.campaign_story()
    receiver.answers = [302]
    deliver()
    assert len(receiver.got) == 1
    assert "not followed" in state_of("published").log.get().outcome


def test_an_administrator_runs_it_from_the_admin(receiver):
    desk = Desk(factories.administrator())
    data = {"name": "Second", "url": "http://10.0.0.1/", "kinds": ["taken_down"], "is_active": "on"}
    answer = desk.client.post(reverse("newsroom_webhook_add"), data)
    assert "https://" in answer.content.decode() and WebhookEndpoint.objects.count() == 1
    answer = desk.client.post(reverse("newsroom_webhook_add"), {**data, "url": receiver.url})
    second = WebhookEndpoint.objects.get(name="Second")
    assert second.secret in answer.content.decode() and "no-store" in answer["Cache-Control"]
    answer = desk.post("newsroom_webhook", second.pk, action="rotate")
    old, second = second.secret, WebhookEndpoint.objects.get(pk=second.pk)
    assert second.secret in answer.content.decode() and second.secrets_now() == [second.secret, old]
    desk.post("newsroom_webhook", second.pk, action="end_previous")
    desk.post("newsroom_webhook", receiver.endpoint.pk, action="test")
    deliver()
    assert receiver.kinds == ["test"]
    delivery = WebhookDelivery.objects.get()
    desk.post("newsroom_webhook_delivery", delivery.pk, action="replay")
    deliver()
    assert len(receiver.got) == 2 and len(receiver.known) == 1
    page = desk.read("newsroom_webhook_delivery", delivery.pk)
    assert delivery.event.uid in page and page.count("204") == 2
    pages = page + desk.read("newsroom_webhooks") + desk.read("newsroom_webhook", second.pk)
    assert not any(secret in pages for secret in (second.secret, old, receiver.secret))
    assert "test" in desk.read("newsroom_webhook", receiver.endpoint.pk)
    desk.client.post(reverse("newsroom_webhook", args=[second.pk]), {"name": "Renamed", "url": receiver.url})
    second.refresh_from_db()
    assert (second.name, second.kinds, second.is_active) == ("Renamed", [], False)
    desk.post("newsroom_webhook", second.pk, action="delete")
    assert list(WebhookEndpoint.objects.all()) == [receiver.endpoint]


def test_the_documentation_says_what_is_sent(receiver, capsys):
    text = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {"type", *Kind.values, "test"}
    story = factories.campaign_story()
    deliver()
    ((uid, message),) = receiver.got
    shown = json.loads(shown)
    assert list(shown) == list(message) and list(shown["data"]) == list(message["data"])
    room, seen, body = {}, set(), json.dumps(message, separators=(",", ":"))
    exec(compile(program, "docs/webhooks.md", "exec"), room)
    for _ in range(2):
        assert room["receive"](receiver.secret, receiver.headers[0], body.encode(), seen) == 204
    assert room["receive"](new_secret(), receiver.headers[0], body.encode(), seen) == 401
    assert capsys.readouterr().out.splitlines()[-1] == f"published {story.pk} {message['data']['url']}"
    assert seen == {uid}
