"""When a consent is over, the pages follow by themselves; and people are told in time."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState
from wagtail.users.models import UserProfile

from newsroom.authoring.tasks import end_consents
from newsroom.consent import keeping
from newsroom.consent.records import Consent
from newsroom.consent.removal.erasing import erase
from newsroom.consent.take_down import take_down
from newsroom.web.models import PublishedDocument, WebhookEndpoint, WebhookEvent
from newsroom.web.previews.links import Ended, follow, make_link
from newsroom.web.webhooks.announcing import begin
from tests import factories
from tests.attacks import outside
from tests.review.admin import Desk, said

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def resting_scenery(scenery):
    def make():
        ana = factories.consent("Ana", languages=["en", "es"])
        story = factories.campaign_story(title="The bus at dawn", consents=factories.rests_on(ana))
        return {"ana": ana, "story": story, "es": factories.translated(story, "es")}

    return scenery(make)


@pytest.fixture
def resting(resting_scenery, db):
    """A story in two languages that rests on Ana's consent."""
    return resting_scenery.put_up()


def history(page):
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="newsroom.consent_over")
    return [entry.data["reason"] for entry in entries]


def test_a_revocation_unpublishes_every_language_at_once_ends_reviews_schedules_and_previews_and_tells_receivers(
    resting,
):
    ana, story, spanish = resting["ana"], resting["story"], resting["es"]
    waiting = factories.campaign_story("in_review", consents=factories.rests_on(ana))
    scheduled = factories.campaign_story("scheduled", consents=factories.rests_on(ana))
    bystander = factories.campaign_story("in_review")
    _link, token = make_link(waiting, factories.writer(), days=1)
    WebhookEndpoint.objects.create(name="Front end", url="http://127.0.0.1:9/")
    begin()
    assert outside.read(story) == "The bus at dawn"
    assert PublishedDocument.objects.exists()
    Desk(factories.consent_keeper()).post("newsroom_revoke_consent", ana.pk, reason="They asked us to.")
    for page in (story, spanish):
        page.refresh_from_db()
        assert not page.live
        assert history(page) == [f"Consent {ana.pk} is over."]
        assert outside.ask(f"/api/v1/pages/{page.pk}/").status_code == 404, "410 would tell that somebody withdrew"
    assert not waiting.workflow_in_progress
    assert history(waiting) == history(scheduled) == [f"Consent {ana.pk} is over."]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).get().object_id == str(bystander.pk)
    with pytest.raises(Ended):
        follow(token)
    told = WebhookEvent.objects.filter(page_id__in=[story.pk, spanish.pk]).values_list("kind", flat=True)
    assert set(told) == {"unpublished"}, "nobody outside learns why"
    shown = Desk(factories.editor()).read("wagtailadmin_pages:history", story.pk)
    assert "a consent that it rests on is over" in shown


def test_a_history_says_which_consent_is_over_in_the_language_of_whoever_reads_it(resting):
    with override("ar"):
        keeping.revoke(resting["ana"], factories.consent_keeper(), "They asked us to.")
        end_consents.call()
    editor = factories.editor()
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "es"})
    shown = Desk(editor).read("wagtailadmin_pages:history", resting["story"].pk)
    assert f"Consentimiento {resting['ana'].pk}: ya no está vigente." in shown


def test_a_page_that_rests_on_a_consent_can_be_erased_and_the_record_of_that_goes_with_it(resting):
    record = take_down(resting["story"], factories.duty_editor(), "They asked us to.")
    erase(record, factories.consent_keeper())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not resting["ana"].reliances.exists()
    assert not Page.objects.filter(pk__in=[resting["story"].pk, resting["es"].pk]).exists()


def test_what_ended_by_itself_or_by_sql_goes_down_with_the_next_run_and_only_once(resting):
    Consent.objects.filter(pk=resting["ana"].pk).update(valid_until=timezone.now() - DAY / 24)
    for _ in range(2):
        call_command("end_consents", verbosity=0)
    assert not Page.objects.get(pk=resting["es"].pk).live
    assert len(history(resting["story"])) == 1


def test_the_worker_is_woken_for_the_end_and_looks_again_within_a_minute(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    until = timezone.now() + DAY
    keeping.move_end(factories.consent("Ana"), factories.consent_keeper(), until)
    tasks = DBTaskResult.objects.filter(task_path="newsroom.authoring.tasks.end_consents")
    assert until in set(tasks.values_list("run_after", flat=True))
    end_consents.call()
    assert tasks.filter(run_after__gt=timezone.now(), run_after__lte=timezone.now() + DAY / 1440).exists()


def test_the_recorder_and_editors_are_told_thirty_and_seven_days_before_once_each_and_by_pseudonym(resting):
    editor, keeper = factories.editor(), factories.consent_keeper()
    keeping.record(resting["ana"], keeper, legal_name="Xiomara Quetzal", contact="555 0199")
    end = timezone.now() + 40 * DAY
    keeping.move_end(resting["ana"], keeper, end)
    sent = []
    for days in (31, 29, 28, 6, 5, 1):
        mail.outbox.clear()
        with time_machine.travel(end - days * DAY, tick=False):
            call_command("end_consents", verbosity=0)
        sent.append(sorted(message.to[0] for message in mail.outbox))
        for message in mail.outbox:
            assert "Ana" in message.subject
            assert "The bus at dawn" in message.body
            assert "Xiomara" not in message.subject + message.body
            assert "555" not in message.body
    both = sorted([editor.email, keeper.email])
    assert sent == [[], both, [], both, [], []]


def test_the_reviewer_sees_before_deciding_whose_consent_is_missing_and_what_the_page_says_of_the_others(resting):
    story = factories.campaign_story("in_review", consents=factories.rests_on(resting["ana"]))
    desk = Desk(factories.editor())
    assert f"The page rests on: “Ana” ({resting['ana'].pk})." in desk.read("wagtailadmin_pages:edit", story.pk)
    Consent.objects.filter(pk=resting["ana"].pk).update(revoked_at=timezone.now())
    assert "which was revoked" in desk.read("wagtailadmin_pages:edit", story.pk)
    answer = desk.decide(story, "approve")
    assert "which was revoked" in said(answer)
    assert outside.read(story) is None
