"""A worker may die at any step of a delivery: nothing is lost, and who remembers ids hears all of it once."""

import os
import sys
import time

import pytest

from demo.services.processes import Child
from newsroom.web.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tests import factories
from tests.conftest import REPOSITORY
from tests.web.dying_worker import STEPS
from tests.web.receiver import receiving


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_whenever_the_worker_is_killed(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with receiving() as receiver:
        receiver.secret = WebhookEndpoint.objects.create(name="Front end", url=receiver.url).secret
        # The second post, of a message that arrived and was not noted, meets a receiver in trouble.
        receiver.answers = [204, 500]
        story = factories.campaign_story()
        for title in ("Two", "Three"):
            story = factories.publish(story, title=title)
        other = factories.campaign_story()
        written = list(WebhookEvent.objects.values_list("uid", flat=True))
        assert len(written) == 4
        with (tmp_path / "log").open("w+") as log:
            workers = Child(
                [sys.executable, "-m", "tests.web.dying_worker"],
                environment={
                    **os.environ,
                    "TASKS_AT_ONCE": "false",
                    "PYTHONPATH": f"{REPOSITORY / 'site'}:{REPOSITORY}",
                },
                output=log,
            )
            try:
                end = time.monotonic() + 60
                while WebhookDelivery.objects.filter(state="waiting").exists() and time.monotonic() < end:
                    time.sleep(0.05)
            finally:
                workers.stop()
            log.seek(0)
            assert log.read().splitlines()[: len(STEPS)] == list(STEPS)
    assert not WebhookDelivery.objects.exclude(state="delivered").exists()
    assert set(receiver.known) == set(written)
    assert receiver.about(story) == ["published", "updated", "updated"]
    assert receiver.about(other) == ["published"]
    posted = [uid for uid, _ in receiver.got]
    assert len(posted) == len(written) + 2  # One arrived and was not noted, one was refused.
